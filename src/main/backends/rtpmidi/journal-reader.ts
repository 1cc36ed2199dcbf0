import { type ChannelHistory, isPlainControl, type MidiHistory, UNKNOWN } from './channel-history.ts';

/** Receives the messages that were lost, as far as a journal can tell. */
export type Mend = (status: number, data1: number, data2: number) => void;

/**
 * Compare a recovery journal with what was heard, and mend what was lost. Read: chapters P, C (value tool), W, N, T and
 * A; skipped over: M, E and the system journal. False when the journal makes no sense; what was mended stays.
 */
export function mendByJournal(bytes: Uint8Array, start: number, heard: MidiHistory, mend: Mend): boolean {
  const flags = bytes[start];
  if (flags === undefined || start + 3 > bytes.length) return false;
  let at = start + 3;
  if ((flags & 0x40) !== 0) {
    const length = length10(bytes, at);
    if (length < 2) return false;
    at += length;
  }
  if ((flags & 0x20) === 0) return at <= bytes.length;
  for (let left = (flags & 15) + 1; left > 0; left--) {
    const length = length10(bytes, at);
    if (length < 3 || at + length > bytes.length) return false;
    const number = ((bytes[at] ?? 0) >> 3) & 15;
    const reader = new ChannelReader(bytes.subarray(at, at + length), number, heard.channel(number), mend);
    if (!reader.read()) return false;
    at += length;
  }
  return true;
}

/** The lower ten bits of two octets. */
function length10(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) & 3) << 8) | (bytes[at + 1] ?? 0);
}

class ChannelReader {
  #at = 3;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly number: number,
    private readonly heard: ChannelHistory,
    private readonly mend: Mend,
  ) {}

  /** Read the chapters in the order of their bits (figure 9); false when one is cut off. */
  read(): boolean {
    const contents = this.bytes[2] ?? 0;
    const chapters = [
      () => this.#program(),
      () => this.#controls(),
      () => this.#skip(length10(this.bytes, this.#at)),
      () => this.#pitch(),
      () => this.#notes(),
      () => this.#skip(1 + 2 * ((this.#octet(0) & 0x7f) + 1)),
      () => this.#pressure(),
      () => this.#keys(),
    ];
    return chapters.every((chapter, index) => (contents & (0x80 >> index)) === 0 || chapter());
  }

  #octet(offset: number): number {
    return this.bytes[this.#at + offset] ?? 0;
  }

  /** Step over a chapter; false when it is longer than the journal. */
  #skip(length: number): boolean {
    this.#at += length;
    return length > 0 && this.#at <= this.bytes.length;
  }

  #has(length: number): boolean {
    return this.#at + length <= this.bytes.length;
  }

  #say(type: number, data1: number, data2: number): void {
    this.mend(type | this.number, data1 & 0x7f, data2 & 0x7f);
  }

  #program(): boolean {
    if (!this.#has(3)) return false;
    const program = this.#octet(0) & 0x7f;
    if (program !== this.heard.program) {
      if ((this.#octet(1) & 0x80) !== 0) {
        this.#say(0xb0, 0, this.#octet(1));
        this.#say(0xb0, 32, this.#octet(2));
      }
      this.#say(0xc0, program, 0);
    }
    return this.#skip(3);
  }

  #controls(): boolean {
    const length = 1 + 2 * ((this.#octet(0) & 0x7f) + 1);
    if (!this.#has(length)) return false;
    for (let i = 1; i < length; i += 2) {
      const controller = this.#octet(i) & 0x7f;
      const value = this.#octet(i + 1);
      // Bit 7 marks the toggle and count tools, which tell no value.
      const lost = value < 0x80 && isPlainControl(controller) && value !== this.heard.controls[controller];
      if (lost) this.#say(0xb0, controller, value);
    }
    return this.#skip(length);
  }

  #pitch(): boolean {
    if (!this.#has(2)) return false;
    const lower = this.#octet(0) & 0x7f;
    const upper = this.#octet(1) & 0x7f;
    if ((lower | (upper << 7)) !== this.heard.pitch) this.#say(0xe0, lower, upper);
    return this.#skip(2);
  }

  #pressure(): boolean {
    if (!this.#has(1)) return false;
    const pressure = this.#octet(0) & 0x7f;
    if (pressure !== this.heard.pressure) this.#say(0xd0, pressure, 0);
    return this.#skip(1);
  }

  #keys(): boolean {
    const length = 1 + 2 * ((this.#octet(0) & 0x7f) + 1);
    if (!this.#has(length)) return false;
    for (let i = 1; i < length; i += 2) {
      const note = this.#octet(i) & 0x7f;
      const pressure = this.#octet(i + 1) & 0x7f;
      if (pressure !== this.heard.keys[note]) this.#say(0xa0, note, pressure);
    }
    return this.#skip(length);
  }

  #notes(): boolean {
    if (!this.#has(2)) return false;
    const low = this.#octet(1) >> 4;
    const high = this.#octet(1) & 15;
    const told = this.#octet(0) & 0x7f;
    const logs = told === 127 && low === 15 && high === 0 ? 128 : told;
    const octets = low <= high ? high - low + 1 : 0;
    const length = 2 + 2 * logs + octets;
    if (!this.#has(length)) return false;
    for (let i = 0; i < octets; i++) this.#offBits((low + i) * 8, this.#octet(2 + 2 * logs + i));
    for (let i = 0; i < logs; i++) this.#noteLog(this.#octet(2 + 2 * i) & 0x7f, this.#octet(3 + 2 * i));
    return this.#skip(length);
  }

  #offBits(first: number, bits: number): void {
    for (let i = 0; i < 8; i++) {
      if ((bits & (0x80 >> i)) !== 0 && (this.heard.notes[first + i] ?? UNKNOWN) > 0)
        this.#say(0x90, first + i, 0);
    }
  }

  /** Bit 7 of the velocity recommends to play the note although it is late. */
  #noteLog(note: number, velocity: number): void {
    if (velocity > 0x80 && (this.heard.notes[note] ?? UNKNOWN) <= 0) this.#say(0x90, note, velocity);
  }
}
