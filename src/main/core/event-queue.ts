import type { ChannelIndex } from './channel-table.ts';

/** Events that wait for their turn. One of two: while one is routed, the other collects what follows from it. */
export class EventQueue {
  readonly channels: Int32Array;
  readonly values: Float64Array;
  readonly causes: Float64Array;
  length = 0;

  constructor(readonly capacity: number) {
    this.channels = new Int32Array(capacity);
    this.values = new Float64Array(capacity);
    this.causes = new Float64Array(capacity);
  }

  /** False when there is no room. */
  push(channel: ChannelIndex, value: number, cause: number): boolean {
    const at = this.length;
    if (at === this.capacity) return false;
    this.channels[at] = channel;
    this.values[at] = value;
    this.causes[at] = cause;
    this.length = at + 1;
    return true;
  }
}

/**
 * What does not fit into a full queue: the newest value of each channel. Memory is bounded by the number of channels,
 * and no channel ever ends on a value that is not its newest.
 */
export class Overflow {
  #waiting = new Map<ChannelIndex, { value: number; cause: number }>();
  /** Values that gave way to a newer one of their channel, since the engine started. */
  coalesced = 0;

  get size(): number {
    return this.#waiting.size;
  }

  put(channel: ChannelIndex, value: number, cause: number): void {
    const entry = this.#waiting.get(channel);
    if (!entry) {
      this.#waiting.set(channel, { value, cause });
      return;
    }
    entry.value = value;
    entry.cause = cause;
    this.coalesced++;
  }

  /** Move as much as fits into an emptied queue. */
  drainInto(queue: EventQueue): void {
    for (const [channel, { value, cause }] of this.#waiting) {
      if (!queue.push(channel, value, cause)) return;
      this.#waiting.delete(channel);
    }
  }
}
