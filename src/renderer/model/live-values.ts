import { decodeValues } from '../../shared/contract/values.ts';

export type ValueWatcher = (value: number) => void;

/** Runs `paint` once before the next picture. Tests hand in their own. */
export type Schedule = (paint: () => void) => void;

/** A frame that names a channel beyond this is damaged; it must not cost gigabytes. */
const MOST_CHANNELS = 1 << 22;

const atNextFrame: Schedule = paint => void requestAnimationFrame(paint);

/**
 * The newest value of every channel, outside React: frames only write a typed array, and one pass before the next
 * picture tells those who paint. A watcher hears every arrival, also of an unchanged value, because it is activity.
 */
export class LiveValues {
  #values = new Float32Array(1024).fill(NaN);
  readonly #watchers = new Map<number, Set<ValueWatcher>>();
  readonly #arrived = new Set<number>();
  readonly #schedule: Schedule;
  #scheduled = false;

  constructor(schedule: Schedule = atNextFrame) {
    this.#schedule = schedule;
  }

  /** NaN while the channel has not had a value. */
  get(index: number): number {
    return this.#values[index] ?? NaN;
  }

  take(frame: ArrayBuffer): void {
    decodeValues(frame, (index, value) => this.set(index, value));
  }

  set(index: number, value: number): void {
    if (index >= MOST_CHANNELS) return;
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
    if (!this.#watchers.has(index)) return;
    this.#arrived.add(index);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#paint());
  }

  /** The current value is not told; ask `get`. */
  watch(index: number, watcher: ValueWatcher): () => void {
    const set = this.#watchers.get(index) ?? new Set();
    this.#watchers.set(index, set);
    set.add(watcher);
    return () => {
      set.delete(watcher);
      if (set.size === 0) this.#watchers.delete(index);
    };
  }

  /** Forget every value, as after a restart of the engine. Watchers stay. */
  clear(): void {
    this.#values.fill(NaN);
  }

  #paint(): void {
    this.#scheduled = false;
    for (const index of this.#arrived) {
      const value = this.get(index);
      for (const watcher of this.#watchers.get(index) ?? []) watcher(value);
    }
    this.#arrived.clear();
  }

  #grow(atLeast: number): void {
    const larger = new Float32Array(Math.max(atLeast, this.#values.length * 2)).fill(NaN);
    larger.set(this.#values);
    this.#values = larger;
  }
}
