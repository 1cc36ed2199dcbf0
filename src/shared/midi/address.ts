import { Kind, KINDS, kindInfo } from './kinds.ts';
import { isRelativeMode, RELATIVE_MODES, type RelativeMode } from './relative.ts';

/** What a channel name stands for. */
export interface MidiAddress {
  readonly kind: Kind;
  /** 0..15; 0 where the kind has no MIDI channel. */
  readonly channel: number;
  /** Note, controller or parameter number; 0 where the kind has none. */
  readonly index: number;
  /** Only for `rel`: how steps are coded; undefined means as the instance's option says. */
  readonly mode?: RelativeMode;
  /** Only for `sysex`: the name of the template. */
  readonly template?: string;
}

export type AddressResult =
  { readonly ok: true; readonly address: MidiAddress } | { readonly ok: false; readonly reason: string };

const PER_CHANNEL = /^(?:ch|channel)(\d+)\.([a-z]+)(\d+)?(?::([a-z0-9]+))?$/;
const SYSEX = /^sysex\.([\w-]+)$/;

/** Parse `ch0.cc7`, `channel3.note60`, `ch0.rel16:twos`, `clock`, `sysex.level`. */
export function parseMidiChannel(text: string): AddressResult {
  const sysex = SYSEX.exec(text);
  if (sysex?.[1] !== undefined) {
    return { ok: true, address: { kind: Kind.sysex, channel: 0, index: 0, template: sysex[1] } };
  }
  const match = PER_CHANNEL.exec(text);
  if (match) return parseChannelMessage(match);
  const kind = KINDS.findIndex(info => !info.perChannel && info.name === text && info.name !== 'sysex');
  if (kind >= 0) return { ok: true, address: { kind: kind as Kind, channel: 0, index: 0 } };
  return bad('it is neither ch<0-15>.<type><number> nor one of clock, start, stop, songpos, tempo, mtc ...');
}

function bad(reason: string): AddressResult {
  return { ok: false, reason };
}

function parseChannelMessage(match: RegExpExecArray): AddressResult {
  const channel = Number(match[1]);
  if (channel > 15) return bad(`MIDI channels are numbered from 0 to 15, not ${match[1]}`);
  const name = match[2] ?? '';
  const kind = KINDS.findIndex(info => info.perChannel && info.name === name);
  const info = KINDS[kind];
  if (!info) return bad(`there is no type "${name}"`);
  const index = match[3];
  if (info.index === undefined && index !== undefined) return bad(`"${name}" takes no number`);
  if (info.index !== undefined && index === undefined) return bad(`"${name}" needs a number`);
  if (Number(index ?? 0) > (info.index ?? 0)) return bad(`"${name}" takes 0 to ${info.index}, not ${index}`);
  const address = { kind: kind as Kind, channel, index: Number(index ?? 0) };
  const mode = match[4];
  if (mode === undefined) return { ok: true, address };
  if (kind !== Kind.rel) return bad(`only "rel" takes a mode after ":"`);
  if (!isRelativeMode(mode)) return bad(`the mode is one of ${RELATIVE_MODES.join(', ')}, not "${mode}"`);
  return { ok: true, address: { ...address, mode } };
}

/** The canonical spelling, the inverse of `parseMidiChannel`. */
export function formatMidiChannel(address: MidiAddress): string {
  const info = kindInfo(address.kind);
  if (address.template !== undefined) return `sysex.${address.template}`;
  if (!info.perChannel) return info.name;
  const index = info.index === undefined ? '' : String(address.index);
  return `ch${address.channel}.${info.name}${index}${address.mode === undefined ? '' : `:${address.mode}`}`;
}

/** One number per kind, MIDI channel and index; relative modes and templates share theirs. */
export function midiKey(kind: Kind, channel: number, index: number): number {
  return (kind << 18) | (channel << 14) | index;
}

/** The address behind a key. */
export function addressOfKey(key: number): MidiAddress {
  return { kind: (key >> 18) as Kind, channel: (key >> 14) & 15, index: key & 0x3fff };
}
