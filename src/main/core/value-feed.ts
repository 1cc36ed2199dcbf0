import type { ChannelTable } from './channel-table.ts';
import type { EventRing } from './event-ring.ts';

/** Events between two frames up to which the ring is read; beyond, comparing all values is cheaper. */
const RING_LIMIT = 16_384;

/**
 * What changed since the last frame, for the windows. The router knows nothing of this: events are read back from the
 * ring, so that a value that was sent again, unchanged, still shows as activity.
 */
export class ValueFeed {
  #seen = 0;
  #sent = new Float64Array(0);
  #stamps = new Uint32Array(0);
  #stamp = 0;
  indexes = new Uint32Array(256);
  values = new Float32Array(256);
  count = 0;

  constructor(
    private readonly table: ChannelTable,
    private readonly ring: EventRing,
  ) {}

  /** Fill `indexes` and `values` up to `count`; false when nothing happened. */
  collect(): boolean {
    this.count = 0;
    const { last } = this.ring;
    const events = last - this.#seen;
    if (events === 0) return false;
    if (this.#sent.length < this.table.size) this.#grow();
    if (events <= RING_LIMIT && this.ring.has(this.#seen + 1)) this.#fromRing(last);
    else this.#fromTable();
    this.#seen = last;
    return this.count > 0;
  }

  #fromRing(last: number): void {
    this.#stamp++;
    for (let seq = this.#seen + 1; seq <= last; seq++) {
      const index = this.ring.channelAt(seq);
      if (this.#stamps[index] === this.#stamp) continue;
      this.#stamps[index] = this.#stamp;
      this.#put(index);
    }
  }

  #fromTable(): void {
    for (let index = 0; index < this.table.size; index++) {
      const value = this.table.value[index] ?? NaN;
      if (!Number.isNaN(value) && value !== this.#sent[index]) this.#put(index);
    }
  }

  #put(index: number): void {
    const value = this.table.value[index] ?? 0;
    this.#sent[index] = value;
    this.indexes[this.count] = index;
    this.values[this.count++] = value;
  }

  #grow(): void {
    const size = Math.max(256, this.table.size * 2);
    const sent = new Float64Array(size).fill(NaN);
    sent.set(this.#sent);
    this.#sent = sent;
    this.#stamps = new Uint32Array(size);
    this.#stamp = 0;
    this.indexes = new Uint32Array(size);
    this.values = new Float32Array(size);
  }
}
