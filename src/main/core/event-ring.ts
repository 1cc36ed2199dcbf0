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

/** Hops above this are not told apart; far beyond the limit where a loop is looked for. */
const MAX_HOPS = 0x7fff;
const OUT = 0x8000;

/**
 * The last events, for the monitor, for "why" and for finding loops. Arrays in step, written in place; an event's
 * place follows from its sequence number.
 */
export class EventRing {
  readonly #mask: number;
  readonly #channels: Int32Array;
  readonly #values: Float64Array;
  readonly #causes: Float64Array;
  readonly #times: Float64Array;
  /** Number of routed events from the first cause to this one; the top bit says "went out over a wire". */
  readonly #hops: Uint16Array;
  /** Sequence number of the newest event; the first is 1. */
  last = 0;
  /** Place of the newest event. Kept as a small integer: the remainder of a large sequence number would be slow. */
  #at = 0;

  /** `capacity` must be a power of two. */
  constructor(readonly capacity: number) {
    this.#mask = capacity - 1;
    this.#channels = new Int32Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#causes = new Float64Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#hops = new Uint16Array(capacity);
  }

  /** Record an event from an instance; returns its number of hops. */
  recordIn(channel: ChannelIndex, value: number, cause: number, time: number): number {
    const hops = cause > 0 ? Math.min(this.hopsOf(cause) + 1, MAX_HOPS) : 0;
    this.#write(channel, value, cause, time, hops);
    return hops;
  }

  /** Record an event over a wire; it follows from `cause`, the event of its source. Returns its sequence number. */
  recordOut(channel: ChannelIndex, value: number, cause: number, time: number, hops: number): number {
    this.#write(channel, value, cause, time, hops | OUT);
    return this.last;
  }

  has(seq: number): boolean {
    return seq > 0 && seq <= this.last && seq > this.last - this.capacity;
  }

  hopsOf(seq: number): number {
    return this.has(seq) ? (this.#hops[this.#place(seq)] as number) & MAX_HOPS : 0;
  }

  channelAt(seq: number): ChannelIndex {
    return this.#channels[this.#place(seq)] ?? 0;
  }

  read(seq: number): RingEvent | undefined {
    if (!this.has(seq)) return undefined;
    const at = this.#place(seq);
    return {
      seq,
      time: this.#times[at] ?? 0,
      channel: this.#channels[at] ?? 0,
      out: ((this.#hops[at] ?? 0) & OUT) !== 0,
      value: this.#values[at] ?? 0,
      cause: this.#causes[at] ?? 0,
    };
  }

  /** Sequence number of the oldest event that is still there; 1 more than `last` when there is none. */
  get first(): number {
    return Math.max(1, this.last - this.capacity + 1);
  }

  /** From the first cause that is still known to the event itself, at most `limit` of the latest. */
  chain(seq: number, limit: number): readonly RingEvent[] {
    const chain: RingEvent[] = [];
    for (let event = this.read(seq); event && chain.length < limit; event = this.read(event.cause)) {
      chain.push(event);
    }
    return chain.reverse();
  }

  #place(seq: number): number {
    return (this.#at - (this.last - seq)) & this.#mask;
  }

  #write(channel: ChannelIndex, value: number, cause: number, time: number, hops: number): void {
    const at = (this.#at + 1) & this.#mask;
    this.#at = at;
    this.last++;
    this.#channels[at] = channel;
    this.#values[at] = value;
    this.#causes[at] = cause;
    this.#times[at] = time;
    this.#hops[at] = hops;
  }
}
