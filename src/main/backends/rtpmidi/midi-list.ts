import { dataLength } from '../../../shared/midi/stream-parser.ts';

/** Receives the commands of a MIDI list. `false` from the decoder means that the rest made no sense. */
export interface ListSink {
  short(status: number, data1: number, data2: number): void;
  /** A SysEx or a segment of one: `bytes` holds its data without the marks at its ends. */
  sysexPart(part: SysexPart, bytes: Uint8Array): void;
}

/** RFC 6295, section 3.2: F0..F7 is whole, F0..F0 the first, F7..F0 a middle, F7..F7 the last segment, ..F4 cancels. */
export type SysexPart = 'whole' | 'first' | 'middle' | 'last' | 'cancel';

/** Read a MIDI list from `at` to `end`. `first` tells that a delta time stands before the first command (the Z bit). */
export function readMidiList(
  bytes: Uint8Array,
  from: number,
  end: number,
  first: boolean,
  sink: ListSink,
): boolean {
  let at = from;
  let status = 0;
  for (let skipDelta = first; at < end; skipDelta = true) {
    if (skipDelta) {
      at = afterDelta(bytes, at, end);
      if (at < 0) return false;
      // A delta time with nothing behind it is allowed at the very end.
      if (at >= end) return true;
    }
    const byte = bytes[at] ?? 0;
    if (byte === 0xf0 || byte === 0xf7) {
      at = readSysex(bytes, at, end, sink);
      status = 0;
    } else {
      if (byte >= 0x80) at++;
      const now = byte >= 0x80 ? byte : status;
      at = readShort(bytes, at, end, now, sink);
      // Real-time commands leave running status alone, system common ones end it.
      if (now < 0xf0) status = now;
      else if (now < 0xf8) status = 0;
    }
    if (at < 0) return false;
  }
  return true;
}

/** A delta time has one to four octets; all but the last have bit 7 set (section 3.1). */
function afterDelta(bytes: Uint8Array, from: number, end: number): number {
  for (let i = 0; i < 4 && from + i < end; i++) if ((bytes[from + i] ?? 0) < 0x80) return from + i + 1;
  return -1;
}

function readShort(bytes: Uint8Array, at: number, end: number, status: number, sink: ListSink): number {
  const length = status === 0 ? -1 : dataLength(status);
  if (length < 0 || at + length > end) return -1;
  const data1 = length > 0 ? (bytes[at] ?? 0) : 0;
  const data2 = length > 1 ? (bytes[at + 1] ?? 0) : 0;
  if (data1 > 0x7f || data2 > 0x7f) return -1;
  sink.short(status, data1, data2);
  return at + length;
}

function readSysex(bytes: Uint8Array, at: number, end: number, sink: ListSink): number {
  let close = at + 1;
  while (close < end && (bytes[close] ?? 0) < 0x80) close++;
  if (close >= end) return -1;
  const part = partOf(bytes[at] ?? 0, bytes[close] ?? 0);
  if (!part) return -1;
  sink.sysexPart(part, bytes.subarray(at + 1, close));
  return close + 1;
}

function partOf(open: number, close: number): SysexPart | undefined {
  if (close === 0xf4) return 'cancel';
  if (close === 0xf7) return open === 0xf0 ? 'whole' : 'last';
  if (close === 0xf0) return open === 0xf0 ? 'first' : 'middle';
  return undefined;
}

/** A MIDI list being written: commands with delta time 0 between them, all of them with their status. */
export class MidiListWriter {
  readonly bytes: Uint8Array;
  length = 0;

  /** `most` bytes fit. */
  constructor(most: number) {
    this.bytes = new Uint8Array(most);
  }

  /** False when it does not fit. */
  short(length: number, status: number, data1: number, data2: number): boolean {
    const delta = this.length === 0 ? 0 : 1;
    if (this.length + delta + length > this.bytes.length) return false;
    if (delta === 1) this.bytes[this.length++] = 0;
    this.bytes[this.length++] = status;
    if (length > 1) this.bytes[this.length++] = data1;
    if (length > 2) this.bytes[this.length++] = data2;
    return true;
  }

  /** Write a SysEx or a segment of one between its marks. False when it does not fit. */
  sysex(open: number, data: Uint8Array, close: number): boolean {
    const delta = this.length === 0 ? 0 : 1;
    if (this.length + delta + data.length + 2 > this.bytes.length) return false;
    if (delta === 1) this.bytes[this.length++] = 0;
    this.bytes[this.length++] = open;
    this.bytes.set(data, this.length);
    this.length += data.length;
    this.bytes[this.length++] = close;
    return true;
  }

  clear(): void {
    this.length = 0;
  }
}
