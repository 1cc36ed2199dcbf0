import type { MidiAddress } from './address.ts';
import { Kind } from './kinds.ts';
import { fullFrame, timeOfFraction } from './time-code.ts';

/** Where messages go. */
export interface MidiWriter {
  /** A message of `length` 1..3 bytes; data bytes beyond it are ignored. */
  short(length: number, status: number, data1: number, data2: number): void;
  /** A whole SysEx, F0 to F7; the writer keeps the bytes. */
  sysex(bytes: Uint8Array): void;
}

export interface EncoderSettings {
  /** After a parameter number's value: `full` selects "no parameter", so that stray data entry does no harm. */
  readonly epnTx: 'full' | 'short';
  /** Index into `MTC_RATES`. */
  readonly mtcRate: number;
}

/** 0..1 as 0..127 and 0..16383. Rounded, so that what comes in goes out unchanged. */
const bits7 = (value: number) => Math.round(value * 127);
const bits14 = (value: number) => Math.round(value * 0x3fff);

const REALTIME: Partial<Record<Kind, number>> = {
  [Kind.clock]: 0xf8,
  [Kind.start]: 0xfa,
  [Kind.continue]: 0xfb,
  [Kind.stop]: 0xfc,
  [Kind.reset]: 0xff,
};

/**
 * Write the message(s) that set a channel to a value (0..1). A kind that has no message of its own (`rel`, `tempo`,
 * `sysex`) writes nothing. Triggers (`start`, `clock` ...) are sent by any value above 0.
 */
export function encodeMidi(address: MidiAddress, value: number, to: MidiWriter, how: EncoderSettings): void {
  const { kind, channel, index } = address;
  switch (kind) {
    case Kind.note:
      return to.short(3, 0x90 | channel, index, bits7(value));
    case Kind.noteoff:
      return to.short(3, 0x80 | channel, index, bits7(value));
    case Kind.cc:
      return to.short(3, 0xb0 | channel, index, bits7(value));
    case Kind.hires:
      return encodePair(channel, index, bits14(value), to);
    case Kind.pressure:
      return to.short(3, 0xa0 | channel, index, bits7(value));
    case Kind.aftertouch:
      return to.short(2, 0xd0 | channel, bits7(value), 0);
    case Kind.pitch:
      return to.short(3, 0xe0 | channel, bits14(value) & 0x7f, bits14(value) >> 7);
    case Kind.program:
      return to.short(2, 0xc0 | channel, bits7(value), 0);
    case Kind.rpn:
    case Kind.nrpn:
      return encodeParameter(address, bits14(value), to, how.epnTx);
    default:
      return encodeSystem(kind, value, to, how);
  }
}

function encodeSystem(kind: Kind, value: number, to: MidiWriter, how: EncoderSettings): void {
  const status = REALTIME[kind];
  if (status !== undefined && value > 0) to.short(1, status, 0, 0);
  if (kind === Kind.songpos) to.short(3, 0xf2, bits14(value) & 0x7f, bits14(value) >> 7);
  if (kind === Kind.song) to.short(2, 0xf3, bits7(value), 0);
  if (kind === Kind.mtc) to.sysex(fullFrame(timeOfFraction(value, how.mtcRate)));
}

function encodePair(channel: number, index: number, raw: number, to: MidiWriter): void {
  to.short(3, 0xb0 | channel, index, raw >> 7);
  to.short(3, 0xb0 | channel, index + 32, raw & 0x7f);
}

function encodeParameter(address: MidiAddress, raw: number, to: MidiWriter, epnTx: 'full' | 'short'): void {
  const status = 0xb0 | address.channel;
  const select = address.kind === Kind.rpn ? 101 : 99;
  to.short(3, status, select, address.index >> 7);
  to.short(3, status, select - 1, address.index & 0x7f);
  to.short(3, status, 6, raw >> 7);
  to.short(3, status, 38, raw & 0x7f);
  if (epnTx === 'short') return;
  to.short(3, status, 101, 127);
  to.short(3, status, 100, 127);
}
