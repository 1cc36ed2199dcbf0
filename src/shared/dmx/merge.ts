import { SLOTS } from './slots.ts';

/** How senders of equal priority share a slot: the highest level wins, or the latest change. */
export type MergeMode = 'htp' | 'ltp';

/** Priority of a slot that a source does not send. */
export const NOT_SENT = -1;

/** One sender into a universe. */
export class MergeSource {
  readonly levels = new Uint8Array(SLOTS);
  /** By slot, 0 to 200, or `NOT_SENT`. */
  readonly priorities = new Int16Array(SLOTS).fill(NOT_SENT);
  /** By slot: when it changed last, in counts of the merger. */
  readonly stamps = new Float64Array(SLOTS);
  /** Slots in its last frame. */
  count = 0;
  /** Time of its last frame, ms. */
  seen = 0;

  constructor(readonly key: string) {}
}

/** Merges the senders of one universe. Nothing is allocated while the same senders go on. */
export class UniverseMerger<S extends MergeSource = MergeSource> {
  readonly sources: S[] = [];
  readonly #merged = new Uint8Array(SLOTS);
  #stamp = 0;

  constructor(
    private readonly mode: MergeMode,
    /** Senders beyond this number are refused. */
    private readonly most: number,
    private readonly make: (key: string) => S,
  ) {}

  find(key: string): S | undefined {
    for (const source of this.sources) if (source.key === key) return source;
    return undefined;
  }

  /** Take on a sender; undefined when there are too many. */
  join(key: string): S | undefined {
    if (this.sources.length >= this.most) return undefined;
    const source = this.make(key);
    this.sources.push(source);
    return source;
  }

  leave(source: S): void {
    const at = this.sources.indexOf(source);
    if (at >= 0) this.sources.splice(at, 1);
  }

  /** Forget senders that were not heard since `since`; true when there were any. */
  expire(since: number): boolean {
    const before = this.sources.length;
    for (let i = before - 1; i >= 0; i--) {
      if ((this.sources[i] as S).seen < since) this.sources.splice(i, 1);
    }
    return this.sources.length < before;
  }

  /** A frame of `source`: `count` slots from `offset`. All slots have `priority` unless it is undefined. */
  update(source: S, frame: Uint8Array, offset: number, count: number, priority?: number): void {
    const { levels, stamps } = source;
    const stamp = ++this.#stamp;
    for (let slot = 0; slot < count; slot++) {
      const level = frame[offset + slot] as number;
      if (levels[slot] === level) continue;
      levels[slot] = level;
      stamps[slot] = stamp;
    }
    source.count = count;
    if (priority === undefined) return;
    source.priorities.fill(priority, 0, count);
    source.priorities.fill(NOT_SENT, count);
  }

  /** The levels that count now; where no source sends a slot, it stays as in `held`. */
  merge(held: Uint8Array): Uint8Array {
    const merged = this.#merged;
    merged.set(held);
    const last = this.mode === 'ltp';
    for (let slot = 0; slot < SLOTS; slot++) {
      let best = NOT_SENT;
      let level = merged[slot] as number;
      let rank = -1;
      for (const source of this.sources) {
        const priority = source.priorities[slot] as number;
        if (priority === NOT_SENT || priority < best) continue;
        const own = source.levels[slot] as number;
        const ownRank = last ? (source.stamps[slot] as number) : own;
        if (priority === best && ownRank <= rank) continue;
        best = priority;
        rank = ownRank;
        level = own;
      }
      merged[slot] = level;
    }
    return merged;
  }

  /** The slots that any sender sends: the longest frame. */
  get count(): number {
    let count = 0;
    for (const source of this.sources) if (source.count > count) count = source.count;
    return count;
  }
}
