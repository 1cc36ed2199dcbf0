import { formatMidiChannel, parseMidiChannel } from '../midi/address.ts';
import { Kind, kindInfo } from '../midi/kinds.ts';
import type { Fields } from '../plugin/source.ts';

/**
 * Addresses inside one device, the same however its backend spells channels:
 * `cc:74`, `cc14:19`, `nrpn:3:95`, `rpn:0:2`, `note:36`, `pitch:`, `dmx:12` (also `dmx:UNIVERSE/12`; the universe is the
 * instance's own and is passed over), `osc:/mixer/1/gain`. Any other channel is its own address.
 */
export interface DeviceAddress {
  readonly address: string;
  /** The part of the device: `ch0` to `ch15` for MIDI channels, else empty. */
  readonly part: string;
}

const SLOTS = /^(\d{1,3})(\+\d{1,3})?$/;
const DMX = /^dmx:(?:\d+\/)?(\d{1,3}(?:\+\d{1,3})?)$/;
const MIDI =
  /^(cc14|cc|rel|note|noteoff|pressure|aftertouch|pitch|program|nrpn|rpn):(\d{1,5})?(?::(\d{1,3}))?$/;
const PART = /^(?:ch)?(\d{1,2})$/;

/** The address that a channel of a backend stands for. */
export function addressOfChannel(channel: string): DeviceAddress {
  if (channel.startsWith('/')) return { address: `osc:${channel}`, part: '' };
  const slots = SLOTS.exec(channel);
  if (slots) return { address: `dmx:${channel}`, part: '' };
  return midiAddress(channel) ?? { address: channel, part: '' };
}

function midiAddress(text: string): DeviceAddress | undefined {
  if (!text.startsWith('ch')) return undefined;
  const result = parseMidiChannel(text);
  if (!result.ok || result.address.template !== undefined) return undefined;
  const { kind, channel, index } = result.address;
  const info = kindInfo(kind);
  if (!info.perChannel) return undefined;
  const part = `ch${channel}`;
  if (kind === Kind.nrpn || kind === Kind.rpn)
    return { address: `${info.name}:${index >> 7}:${index & 127}`, part };
  const scheme = kind === Kind.hires ? 'cc14' : info.name;
  return { address: `${scheme}:${info.index === undefined ? '' : index}`, part };
}

/**
 * The channel that an address stands for, as backends spell it. `part` is the MIDI channel (`ch3` or `3`, from 0); the
 * first one when it is not given.
 */
export function channelOfAddress(address: string, part = ''): string {
  if (address.startsWith('osc:')) return address.slice(4);
  const slots = DMX.exec(address);
  if (slots?.[1] !== undefined) return slots[1].split('+').map(Number).join('+');
  const match = MIDI.exec(address);
  if (!match) return address;
  const [, scheme = '', first, second] = match;
  const index =
    second === undefined || first === undefined ? (first ?? '') : Number(first) * 128 + Number(second);
  const channel = `ch${midiPart(part) ?? 0}.${scheme === 'cc14' ? 'hires' : scheme}${index}`;
  const parsed = parseMidiChannel(channel);
  return parsed.ok ? formatMidiChannel(parsed.address) : address;
}

/** True when a channel of `part` belongs to what is bound to `bound`: an empty binding is the whole device. */
export function isOfPart(bound: string | undefined, part: string): boolean {
  if (bound === undefined || bound === '' || part === '') return true;
  return `ch${midiPart(bound) ?? bound}` === part;
}

function midiPart(text: string): number | undefined {
  const match = PART.exec(text);
  return match && Number(match[1]) < 16 ? Number(match[1]) : undefined;
}

/**
 * Under which addresses the name of an address may stand, best first: a pair of slots or a 14-bit control is also known
 * by its coarse half, a relative encoder by its controller, an OSC argument by its path.
 */
export function addressKeys(address: string): readonly string[] {
  if (address.startsWith('dmx:')) {
    const slots = DMX.exec(address)?.[1] ?? address.slice(4);
    const coarse = slots.split('+')[0] ?? slots;
    return coarse === slots ? [`dmx:${slots}`] : [`dmx:${slots}`, `dmx:${coarse}`];
  }
  if (address.startsWith('cc14:')) return [address, `cc:${address.slice(5)}`];
  if (address.startsWith('cc:')) return [address, `cc14:${address.slice(3)}`];
  if (address.startsWith('rel:')) return [address, `cc:${address.slice(4)}`];
  const argument = /^(osc:.+):\d+$/.exec(address);
  return argument?.[1] === undefined ? [address] : [address, argument[1]];
}

/** Under which keys a channel's name may stand, best first: as the device spells it, then its address. */
export function channelKeys(channel: string): { readonly keys: readonly string[]; readonly part: string } {
  const { address, part } = addressOfChannel(channel);
  return { keys: address === channel ? addressKeys(address) : [channel, ...addressKeys(address)], part };
}

/** An address as everybody else writes it: `CC: 74` is `cc:74`, `nrpn:483` is `nrpn:3:99`, `dmx:1/007` is `dmx:7`. */
export function normalAddress(given: string): string {
  const scheme = /^([a-z][a-z0-9]*)\s*:\s*/i.exec(given);
  if (!scheme) return given;
  const address = `${scheme[1]?.toLowerCase()}:${given.slice(scheme[0].length)}`;
  if (DMX.test(address) || MIDI.test(address)) return addressOfChannel(channelOfAddress(address)).address;
  return address.startsWith('osc:') ? address : given;
}

/** The address that an entry's fields tell: `address` itself, or the usual columns of sheets. Null when there is none. */
export function addressOfFields(fields: Fields): string | null {
  const text = (name: string) => textOf(fields, name);
  const address = text('address');
  if (address !== '') return normalAddress(address);
  const osc = text('osc') || text('osc_address');
  if (osc.startsWith('/')) return `osc:${osc}`;
  const slot = text('dmx') || text('slot');
  if (SLOTS.test(slot)) return normalAddress(`dmx:${slot}`);
  return midiOfFields(text);
}

function midiOfFields(text: (name: string) => string): string | null {
  const number = (name: string, most: number) => {
    const value = text(name);
    return /^\d{1,5}$/.test(value) && Number(value) <= most ? Number(value) : undefined;
  };
  const cc = number('cc_msb', 127) ?? number('cc', 127);
  const lsb = number('cc_lsb', 127);
  if (cc !== undefined) return lsb === cc + 32 && cc < 32 ? `cc14:${cc}` : `cc:${cc}`;
  const msb = number('nrpn_msb', 127);
  const fine = number('nrpn_lsb', 127);
  if (msb !== undefined && fine !== undefined) return `nrpn:${msb}:${fine}`;
  const nrpn = number('nrpn', 16_383);
  if (nrpn !== undefined) return `nrpn:${nrpn >> 7}:${nrpn & 127}`;
  const note = number('note', 127) ?? number('note_number', 127);
  return note === undefined ? null : `note:${note}`;
}

function textOf(fields: Fields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
