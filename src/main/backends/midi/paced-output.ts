import type { MidiWriter } from '../../../shared/midi/encoder.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { InstanceCounters } from '../../../shared/plugin/backend.ts';

/**
 * Most messages at once. The system's queue holds some 200 and loses the rest without a word; a SysEx counts one more for
 * each 32 bytes.
 */
export const BURST = 128;
/** Messages a millisecond that go on after a burst: a reader that pauses for 12 ms loses none. */
export const PER_MS = 16;
/** What waits is looked at this often, ms. */
export const TICK_MS = 2;
/** With a pace of the user's, what it allows in this time (ms) may go at once. */
const PACE_SPAN_MS = 20;
/** Some systems lose what was sent just before its port is closed: it stays open for this long (ms). */
const LINGER_MS = 40;
/** Messages that may wait; note-offs may use the last quarter alone. */
const CAPACITY = 1 << 16;
const RESERVED = CAPACITY / 4;
/** A SysEx above this (bytes) vanishes in some systems' queues. */
export const SYSEX_MOST = 16_000;
/** Marks a SysEx in the queue of packed messages. */
const SYSEX = -1;

/** Sends messages in order, at once while the system can take them, paced when it could not. */
export class PacedOutput implements MidiWriter {
  /** Where messages go; without one they are dropped. */
  port: { send(bytes: Uint8Array): void } | undefined;
  readonly #queue = new Int32Array(CAPACITY);
  readonly #sysexes: Uint8Array[] = [];
  readonly #bytes = [new Uint8Array(0), new Uint8Array(1), new Uint8Array(2), new Uint8Array(3)];
  readonly #perMs: number;
  readonly #most: number;
  #head = 0;
  #count = 0;
  #sentAt = -Infinity;
  #tickAt = 0;
  #budget: number;
  #timer: Dispose | undefined;
  #drained: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly counters: InstanceCounters,
    /** Messages a second at most; 0 is as fast as the system can take them. */
    pace = 0,
  ) {
    this.#perMs = pace === 0 ? PER_MS : pace / 1000;
    this.#most = pace === 0 ? BURST : Math.max(1, this.#perMs * PACE_SPAN_MS);
    this.#budget = this.#most;
  }

  /** Messages that wait. */
  get waiting(): number {
    return this.#count;
  }

  short(length: number, status: number, data1: number, data2: number): void {
    const packed = (length << 24) | (status << 16) | (data1 << 8) | data2;
    if (this.#count === 0 && this.#budget >= 1) this.#sendPacked(packed);
    else this.#push(packed, isNoteOff(status, data2) ? CAPACITY : CAPACITY - RESERVED);
    this.#startTimer();
  }

  sysex(bytes: Uint8Array): void {
    if (bytes.length > SYSEX_MOST) this.counters.dropped++;
    else if (this.#count === 0 && this.#budget >= 1) this.#sendSysex(bytes);
    else if (this.#push(SYSEX, CAPACITY - RESERVED)) this.#sysexes.push(bytes);
    this.#startTimer();
  }

  /** Resolves when nothing waits any more, and the system has had time to take the last message from us. */
  async drained(): Promise<void> {
    if (this.#count > 0) await new Promise<void>(resolve => this.#drained.push(resolve));
    const left = this.#sentAt + LINGER_MS - this.clock.now();
    if (left > 0) await new Promise<void>(resolve => void this.clock.after(left, resolve));
  }

  /** Forget what waits: there is nobody to send it to. */
  clear(): void {
    this.counters.dropped += this.#count;
    this.#count = 0;
    this.#sysexes.length = 0;
    this.#timer?.();
    this.#timer = undefined;
    this.#budget = this.#most;
    this.#tellDrained();
  }

  #push(packed: number, most: number): boolean {
    if (this.#count >= most) {
      this.counters.dropped++;
      return false;
    }
    this.#queue[(this.#head + this.#count++) % CAPACITY] = packed;
    return true;
  }

  #startTimer(): void {
    if (this.#timer) return;
    this.#tickAt = this.clock.now();
    this.#timer = this.clock.after(TICK_MS, () => this.#tick());
  }

  #tick(): void {
    this.#timer = undefined;
    const passed = this.clock.now() - this.#tickAt;
    this.#budget = Math.min(this.#most, this.#budget + passed * this.#perMs);
    while (this.#count > 0 && this.#budget >= 1) {
      const packed = this.#queue[this.#head] ?? 0;
      this.#head = (this.#head + 1) % CAPACITY;
      this.#count--;
      if (packed === SYSEX) this.#sendSysex(this.#sysexes.shift() ?? new Uint8Array());
      else this.#sendPacked(packed);
    }
    if (this.#budget < this.#most) this.#startTimer();
    if (this.#count === 0) this.#tellDrained();
  }

  #tellDrained(): void {
    for (const tell of this.#drained.splice(0)) tell();
  }

  #sendPacked(packed: number): void {
    const bytes = this.#bytes[packed >> 24] ?? new Uint8Array(0);
    bytes[0] = (packed >> 16) & 0xff;
    if (bytes.length > 1) bytes[1] = (packed >> 8) & 0xff;
    if (bytes.length > 2) bytes[2] = packed & 0xff;
    this.#send(bytes);
    this.#budget--;
  }

  #sendSysex(bytes: Uint8Array): void {
    this.#send(bytes);
    this.#budget -= 1 + (bytes.length >> 5);
  }

  #send(bytes: Uint8Array): void {
    try {
      if (!this.port) throw new Error('no port');
      this.port.send(bytes);
      this.counters.sent++;
      this.#sentAt = this.counters.lastActivity = this.clock.now();
    } catch {
      this.counters.dropped++;
    }
  }
}

function isNoteOff(status: number, velocity: number): boolean {
  return (status & 0xf0) === 0x80 || ((status & 0xf0) === 0x90 && velocity === 0);
}
