import { decodeValues } from '../../shared/contract/values.ts';

export type ValueWatcher = (value: number) => void;

/** Runs `paint` once before the next picture. Tests hand in their own. */
export type Schedule = (paint: () => void) => void;

/** A frame that names a channel beyond this is damaged; it must not cost gigabytes. */
const MOST_CHANNELS = 1 << 22;

/** So long after a hand has moved a control, the engine's echoes of earlier moves are still on their way. */
const ECHO = 250;

const atNextFrame: Schedule = paint => void requestAnimationFrame(paint);

/**
 * The newest value of every channel, outside React: frames only write a typed array, and one pass before the next
 * picture tells those who paint. A watcher hears every arrival, also of an unchanged value, because it is activity.
 */
export class LiveValues {
  #values = new Float32Array(1024).fill(NaN);
  readonly #watchers = new Map<number, Set<ValueWatcher>>();
  readonly #arrived = new Set<number>();
  /** Channels that a hand has just moved, and what the engine said of them meanwhile. */
  readonly #held = new Map<number, { said: number | undefined }>();
  readonly #schedule: Schedule;
  #scheduled = false;

  constructor(
    schedule: Schedule = atNextFrame,
    private readonly later: (work: () => void, ms: number) => void = (work, ms) => void setTimeout(work, ms),
  ) {
    this.#schedule = schedule;
  }

  /** NaN while the channel has not had a value. */
  get(index: number): number {
    return this.#values[index] ?? NaN;
  }

  take(frame: ArrayBuffer): void {
    decodeValues(frame, (index, value) => {
      const held = this.#held.get(index);
      if (held) held.said = value;
      else this.set(index, value);
    });
  }

  /**
   * A hand moved a control of this window. What the engine says of it in the next moment is an echo of an earlier move
   * and would make the control jump back; the last of it is shown when the hand rests, since others may have moved it.
   */
  move(index: number, value: number): void {
    const held: { said: number | undefined } = { said: undefined };
    this.#held.set(index, held);
    this.later(() => {
      if (this.#held.get(index) !== held) return;
      this.#held.delete(index);
      if (held.said !== undefined) this.set(index, held.said);
    }, ECHO);
    this.set(index, value);
  }

  set(index: number, value: number): void {
    if (index >= MOST_CHANNELS) return;
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
    if (!this.#watchers.has(index)) return;
    this.#arrived.add(index);
    this.#paintSoon();
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

  /** Forget every value, as after a restart of the engine. Watchers stay, and hear NaN until there is a new one. */
  clear(): void {
    this.#values.fill(NaN);
    this.#held.clear();
    for (const index of this.#watchers.keys()) this.#arrived.add(index);
    if (this.#arrived.size > 0) this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#paint());
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
