import { type ChannelHistory, isPlainControl, type MidiHistory, UNKNOWN } from './channel-history.ts';

/** Bit 7: what follows was not said in the packet before, so after a single loss it can be skipped. */
const SKIP = 0x80;
/** Bits of a channel journal's table of contents (RFC 6295, figure 9). */
const P = 0x80;
const C = 0x40;
const W = 0x10;
const N = 0x08;
const T = 0x02;
const A = 0x01;

/**
 * Writes the recovery journal of RFC 6295, sections 5 and appendix A: chapters P, C (value tool), W, N, T and A of the
 * channel journals. Not written: M (parameter numbers), E (release velocities) and the system journal.
 */
export class JournalWriter {
  readonly #bytes: Uint8Array;
  #at = 0;
  #since = 0;
  #previous = 0;

  /** A journal is never longer than `most` bytes. */
  constructor(private readonly most: number) {
    // One channel journal may be begun and then found too long.
    this.#bytes = new Uint8Array(most + 1024);
  }

  /**
   * The journal of packet `packet`: what was said in the packets from `checkpoint` on. When that is too long, it covers
   * fewer packets. Empty when there is nothing to say; valid until the next call.
   */
  write(history: MidiHistory, checkpoint: number, packet: number): Uint8Array {
    this.#previous = packet - 1;
    for (let since = checkpoint; since < packet; since += Math.ceil((packet - since) / 2)) {
      if (history.latest < since) break;
      if (this.#tryWrite(history, since)) return this.#bytes.subarray(0, this.#at);
    }
    return this.#bytes.subarray(0, 0);
  }

  #tryWrite(history: MidiHistory, since: number): boolean {
    this.#since = since;
    this.#at = 3;
    let channels = 0;
    let skip = SKIP;
    for (let channel = 0; channel < 16; channel++) {
      const one = history.channels[channel];
      if (!one || one.latest < since) continue;
      skip &= this.#channel(channel, one);
      channels++;
      if (this.#at > this.most) return false;
    }
    // S Y A H, number of channel journals less one; then the checkpoint.
    this.#bytes[0] = skip | 0x20 | Math.max(0, channels - 1);
    this.#bytes[1] = (since >> 8) & 0xff;
    this.#bytes[2] = since & 0xff;
    return channels > 0;
  }

  #channel(number: number, channel: ChannelHistory): number {
    const start = this.#at;
    this.#at += 3;
    const chapters = [
      this.#program(channel),
      this.#controls(channel),
      this.#pitch(channel),
      this.#notes(channel),
      this.#pressure(channel),
      this.#keys(channel),
    ];
    const length = this.#at - start;
    let contents = 0;
    let skip = SKIP;
    for (const [index, bit] of [P, C, W, N, T, A].entries()) {
      const chapter = chapters[index] ?? UNKNOWN;
      if (chapter === UNKNOWN) continue;
      contents |= bit;
      skip &= chapter;
    }
    this.#bytes[start] = skip | (number << 3) | (length >> 8);
    this.#bytes[start + 1] = length & 0xff;
    this.#bytes[start + 2] = contents;
    return skip;
  }

  #skipBit(at: number): number {
    return at === this.#previous ? 0 : SKIP;
  }

  #put(byte: number): void {
    this.#bytes[this.#at++] = byte;
  }

  /** Each chapter returns its S bit, or UNKNOWN when there is nothing to say. */
  #program(channel: ChannelHistory): number {
    if (channel.programAt < this.#since) return UNKNOWN;
    const skip = this.#skipBit(channel.programAt);
    const upper = channel.controls[0] ?? UNKNOWN;
    const lower = channel.controls[32] ?? UNKNOWN;
    const bank = upper !== UNKNOWN && lower !== UNKNOWN;
    this.#put(skip | channel.program);
    this.#put(bank ? 0x80 | upper : 0);
    this.#put(bank ? lower : 0);
    return skip;
  }

  #pitch(channel: ChannelHistory): number {
    if (channel.pitchAt < this.#since) return UNKNOWN;
    const skip = this.#skipBit(channel.pitchAt);
    this.#put(skip | (channel.pitch & 0x7f));
    this.#put(channel.pitch >> 7);
    return skip;
  }

  #pressure(channel: ChannelHistory): number {
    if (channel.pressureAt < this.#since) return UNKNOWN;
    const skip = this.#skipBit(channel.pressureAt);
    this.#put(skip | channel.pressure);
    return skip;
  }

  #controls(channel: ChannelHistory): number {
    return this.#logs(channel.controls, channel.controlsAt, isPlainControl);
  }

  #keys(channel: ChannelHistory): number {
    return this.#logs(channel.keys, channel.keysAt, () => true);
  }

  /** A header octet with the number of logs less one, then two octets for each: chapters C and A. */
  #logs(values: Int16Array, at: Float64Array, counts: (index: number) => boolean): number {
    const head = this.#at++;
    let skip = SKIP;
    for (let i = 0; i < 128; i++) {
      const when = at[i] ?? UNKNOWN;
      if (when < this.#since || !counts(i)) continue;
      const bit = this.#skipBit(when);
      skip &= bit;
      this.#put(bit | i);
      this.#put(values[i] ?? 0);
    }
    const count = (this.#at - head - 1) / 2;
    if (count === 0) {
      this.#at = head;
      return UNKNOWN;
    }
    this.#bytes[head] = skip | (count - 1);
    return skip;
  }

  #notes(channel: ChannelHistory): number {
    const head = this.#at;
    this.#at += 2;
    let skip = SKIP;
    let low = 16;
    let high = -1;
    let recentOff = false;
    for (let note = 0; note < 128; note++) {
      const when = channel.notesAt[note] ?? UNKNOWN;
      if (when < this.#since) continue;
      const bit = this.#skipBit(when);
      skip &= bit;
      const velocity = channel.notes[note] ?? 0;
      if (velocity > 0) {
        this.#put(bit | note);
        // Y: play it even though it comes late; a patch wants the state, not the rhythm.
        this.#put(0x80 | velocity);
      } else {
        low = Math.min(low, note >> 3);
        high = Math.max(high, note >> 3);
        recentOff ||= bit === 0;
      }
    }
    const count = (this.#at - head - 2) / 2;
    if (count === 0 && high < 0) {
      this.#at = head;
      return UNKNOWN;
    }
    this.#noteHeader(head, count, low, high, recentOff);
    for (let octet = low; octet <= high; octet++) this.#put(this.#offBits(channel, octet));
    return skip;
  }

  /** B, number of logs, first and last octet of off bits; 15 and 0 (or 1, for 127 logs) say that there are none. */
  #noteHeader(head: number, count: number, low: number, high: number, recentOff: boolean): void {
    const range = high >= 0 ? (low << 4) | high : count === 127 ? 0xf1 : 0xf0;
    this.#bytes[head] = (recentOff ? 0 : 0x80) | Math.min(count, 127);
    this.#bytes[head + 1] = range;
  }

  #offBits(channel: ChannelHistory, octet: number): number {
    let bits = 0;
    for (let i = 0; i < 8; i++) {
      const note = octet * 8 + i;
      const isOff = (channel.notesAt[note] ?? UNKNOWN) >= this.#since && channel.notes[note] === 0;
      if (isOff) bits |= 0x80 >> i;
    }
    return bits;
  }
}
