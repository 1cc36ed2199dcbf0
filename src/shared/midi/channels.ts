import { fail } from '../error/coded-error.ts';
import type { ChannelInfo } from '../plugin/backend.ts';
import { addressOfKey, formatMidiChannel, type MidiAddress, midiKey, parseMidiChannel } from './address.ts';
import { Kind, KINDS, kindInfo } from './kinds.ts';

const NOTES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;

export const MIDI_CHANNEL_HELP =
  'ch<0-15>.<type><number>, where the type is note, noteoff, cc, hires (14 bits), rel (endless encoder), pressure, ' +
  'rpn or nrpn, or has no number: aftertouch, pitch, program. Of the whole cable: clock, start, continue, stop, reset, ' +
  'songpos, song, beat, tempo, mtc, and sysex.<name> for each template.';

export const MIDI_CHANNEL_EXAMPLES = [
  {
    channel: 'ch0.note60',
    meaning: 'Middle C on the first MIDI channel; the value is the velocity, 0 releases it',
  },
  { channel: 'ch0.noteoff60', meaning: 'Its release velocity' },
  { channel: 'ch0.cc7', meaning: 'Controller 7 (volume)' },
  { channel: 'ch0.hires7', meaning: 'Controllers 7 and 39 together as one 14-bit value' },
  {
    channel: 'ch0.rel16:offset',
    meaning: 'An endless encoder on controller 16; its position, moved by its steps',
  },
  { channel: 'ch9.pressure38', meaning: 'Pressure of one key' },
  { channel: 'ch0.pitch', meaning: 'Pitch bend, 0.5 is the middle' },
  { channel: 'ch0.nrpn1280', meaning: 'Non-registered parameter 1280 (10 times 128 plus 0)' },
  { channel: 'tempo', meaning: 'Tempo of the clock; 1.0 is 300 BPM' },
  { channel: 'mtc', meaning: 'Time code as a share of the day' },
  { channel: 'sysex.level', meaning: 'The template named "level"' },
] as const;

/** "C4" for 60, as most makers count. */
export function noteName(note: number): string {
  return `${NOTES[note % 12] ?? ''}${Math.floor(note / 12) - 1}`;
}

/** The address behind a spelling; throws `backend.bad-channel`. `templates` are the names of the SysEx templates. */
export function requireMidiChannel(
  instance: string,
  channel: string,
  templates: ReadonlySet<string>,
): MidiAddress {
  const result = parseMidiChannel(channel);
  const help = 'For example ch0.cc7, ch0.note60 or ch0.pitch.';
  if (!result.ok) throw fail('backend.bad-channel', { instance, channel, reason: result.reason, help });
  const { template } = result.address;
  if (template !== undefined && !templates.has(template)) {
    const reason = `there is no SysEx template named "${template}"`;
    const way = `Add the option sysex.${template} to the instance.`;
    throw fail('backend.bad-channel', { instance, channel, reason, help: way });
  }
  return result.address;
}

export function midiChannelInfo(address: MidiAddress): ChannelInfo {
  const info = kindInfo(address.kind);
  return {
    name: formatMidiChannel(address),
    label: labelOf(address),
    source: info.source,
    target: info.target,
    ...(info.unit === undefined ? {} : { unit: info.unit }),
    min: 0,
    max: info.max,
  };
}

function labelOf(address: MidiAddress): string {
  const info = kindInfo(address.kind);
  if (address.template !== undefined) return `SysEx ${address.template}`;
  if (!info.perChannel) return info.label;
  const isNote = address.kind <= Kind.noteoff || address.kind === Kind.pressure;
  const which = info.index === undefined ? '' : ` ${isNote ? noteName(address.index) : address.index}`;
  return `${info.label}${which}, MIDI channel ${address.channel + 1}`;
}

/** The name of the channel that a key stands for. */
export function midiChannelName(key: number): string {
  return formatMidiChannel(addressOfKey(key));
}

/** Channels whose names begin with `text`, templates first. */
export function suggestMidiChannels(text: string, templates: Iterable<string>, limit: number): ChannelInfo[] {
  const found: ChannelInfo[] = [];
  const wanted = text.replace(/^channel(?=\d)/, 'ch');
  const offer = (address: MidiAddress) => {
    if (found.length < limit && formatMidiChannel(address).startsWith(wanted))
      found.push(midiChannelInfo(address));
  };
  for (const template of templates) offer({ kind: Kind.sysex, channel: 0, index: 0, template });
  if (wanted !== '' && !/^ch\d/.test(wanted)) offerSystem(offer);
  const channels = /^ch(\d+)/.exec(wanted)?.[1];
  const first =
    channels === undefined
      ? [0]
      : Array.from({ length: 16 }, (_, i) => i).filter(n => `${n}`.startsWith(channels));
  for (const channel of first) {
    for (const kind of [Kind.cc, Kind.note, Kind.pitch, Kind.aftertouch, Kind.program])
      offerKind(kind, channel, offer);
    for (const kind of [Kind.hires, Kind.rel, Kind.pressure, Kind.noteoff]) offerKind(kind, channel, offer);
    for (const kind of [Kind.nrpn, Kind.rpn]) offerKind(kind, channel, offer, 128);
  }
  if (wanted === '') offerSystem(offer);
  return found;
}

function offerKind(kind: Kind, channel: number, offer: (address: MidiAddress) => void, most = 128): void {
  const last = Math.min(kindInfo(kind).index ?? 0, most - 1);
  for (let index = 0; index <= last; index++) offer(addressOfKey(midiKey(kind, channel, index)));
}

function offerSystem(offer: (address: MidiAddress) => void): void {
  for (const [kind, info] of KINDS.entries()) {
    if (!info.perChannel && info.name !== 'sysex') offer({ kind: kind as Kind, channel: 0, index: 0 });
  }
}
