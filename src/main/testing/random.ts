/** A small generator with a seed (mulberry32), so that a failing run can be run again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 (inclusive) to 1 (exclusive). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  text(length: number): string {
    return String.fromCharCode(
      ...Array.from({ length: this.below(length + 1) }, () => 32 + this.below(0x250)),
    );
  }

  /** Some JSON value, nested at most `depth` deep. */
  json(depth: number): unknown {
    const kind = this.below(depth > 0 ? 8 : 6);
    if (kind === 0) return null;
    if (kind === 1) return this.next() < 0.5;
    if (kind === 2) return this.pick([0, 1, -1, 0.5, 1e308, -0, 2 ** 53, this.next() * 1000]);
    if (kind < 6) return this.pick([this.text(8), 'a', 'panel', 'fader1', '__proto__', 'x'.repeat(500)]);
    if (kind === 6) return Array.from({ length: this.below(4) }, () => this.json(depth - 1));
    const names = ['op', 'name', 'label', 'operations', 'instance', 'text', 'on', 'constructor', '__proto__'];
    return Object.fromEntries(
      Array.from({ length: this.below(5) }, () => [this.pick(names), this.json(depth - 1)]),
    );
  }
}
