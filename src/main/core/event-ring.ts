import type { ChannelIndex } from './channel-table.ts';

/** An event as the ring remembers it. */
export interface RingEvent {
  readonly seq: number;
  readonly time: number;
  readonly channel: ChannelIndex;
  readonly out: boolean;
  readonly value: number;
  readonly cause: number;
}

/**
 * The last events, for the monitor, for "why" and for finding loops. Arrays in step, written in place by the router
 * itself (its inner loop; a call per event was measured to cost a third of the rate); an event's place follows from
 * its sequence number. The time is kept per iteration of the router, since all its events have the same.
 */
export class EventRing {
  readonly mask: number;
  /** The channel of an event from an instance; its complement (`~channel`) for one that went out over a wire. */
  readonly channels: Int32Array;
  /**
   * Values and causes of events from instances. What goes over a wire stands right behind the event that it took its
   * value from, so neither is written for it: in the inner loop every store counts.
   */
  readonly values: Float64Array;
  readonly causes: Float64Array;
  readonly #markSeqs: Float64Array;
  readonly #markTimes: Float64Array;
  #marks = 0;
  /** Sequence number of the newest event; the first is 1. */
  last = 0;
  /** Place of the newest event. Kept as a small integer: the remainder of a large sequence number would be slow. */
  at = 0;

  /** `capacity` must be a power of two. */
  constructor(readonly capacity: number) {
    this.mask = capacity - 1;
    this.channels = new Int32Array(capacity);
    this.values = new Float64Array(capacity);
    this.causes = new Float64Array(capacity);
    this.#markSeqs = new Float64Array(capacity);
    this.#markTimes = new Float64Array(capacity);
  }

  /** Events after the newest one happen at `time`. */
  mark(time: number): void {
    const at = this.#marks++ & this.mask;
    this.#markSeqs[at] = this.last + 1;
    this.#markTimes[at] = time;
  }

  /**
   * A value that was given to a channel from outside the patch: an event of the channel without a cause, and the one
   * that goes out to it. Returns the number of the latter.
   */
  addWrite(channel: ChannelIndex, value: number): number {
    this.at = (this.at + 1) & this.mask;
    this.channels[this.at] = channel;
    this.values[this.at] = value;
    this.causes[this.at] = 0;
    this.at = (this.at + 1) & this.mask;
    this.channels[this.at] = ~channel;
    this.last += 2;
    return this.last;
  }

  has(seq: number): boolean {
    return seq > 0 && seq <= this.last && seq > this.last - this.capacity;
  }

  /** Sequence number of the oldest event that is still there; 1 more than `last` when there is none. */
  get first(): number {
    return Math.max(1, this.last - this.capacity + 1);
  }

  read(seq: number): RingEvent | undefined {
    if (!this.has(seq)) return undefined;
    const code = this.channels[this.#place(seq)] ?? 0;
    const out = code < 0;
    const source = out ? this.#sourceOf(seq) : seq;
    const value = source === 0 ? NaN : (this.values[this.#place(source)] ?? NaN);
    const cause = out ? source : (this.causes[this.#place(seq)] ?? 0);
    return { seq, time: this.#timeOf(seq), channel: out ? ~code : code, out, value, cause };
  }

  /** The channel of an event that is still there. */
  channelAt(seq: number): ChannelIndex {
    const code = this.channels[this.#place(seq)] ?? 0;
    return code < 0 ? ~code : code;
  }

  /** From the first cause that is still known to the event itself, at most `limit` of the latest. */
  chain(seq: number, limit: number): readonly RingEvent[] {
    const chain: RingEvent[] = [];
    for (let event = this.read(seq); event && chain.length < limit; event = this.read(event.cause)) {
      chain.push(event);
    }
    return chain.reverse();
  }

  /** How many events lead to this one, counted up to `limit`. */
  depth(seq: number, limit: number): number {
    let depth = 0;
    for (let s = seq; depth < limit && this.has(s); depth++) {
      const out = (this.channels[this.#place(s)] ?? 0) < 0;
      s = out ? this.#sourceOf(s) : (this.causes[this.#place(s)] ?? 0);
    }
    return depth;
  }

  #place(seq: number): number {
    return (this.at - (this.last - seq)) & this.mask;
  }

  /** The event from an instance that a wire took the event `seq` from; 0 when the ring has forgotten it. */
  #sourceOf(seq: number): number {
    let source = seq - 1;
    while (this.has(source) && (this.channels[this.#place(source)] ?? 0) < 0) source--;
    return this.has(source) ? source : 0;
  }

  /** The last mark at or before `seq`, by halving. */
  #timeOf(seq: number): number {
    let low = Math.max(0, this.#marks - this.capacity);
    let high = this.#marks - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#markSeqs[middle & this.mask] ?? 0) <= seq) low = middle;
      else high = middle - 1;
    }
    return this.#markTimes[low & this.mask] ?? 0;
  }
}
