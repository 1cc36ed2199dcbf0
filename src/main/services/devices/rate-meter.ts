/** Milliseconds over which a rate is measured. */
const WINDOW = 1000;

interface Reading {
  count: number;
  at: number;
  rate: number;
}

/** Packets a second, from counters that only grow. */
export class RateMeter {
  readonly #readings = new Map<string, Reading>();

  /** The rate of the last whole window; whole numbers, so that a quiet device does not seem to change. */
  rate(name: string, count: number, now: number): number {
    const reading = this.#readings.get(name);
    if (!reading || count < reading.count) {
      this.#readings.set(name, { count, at: now, rate: 0 });
      return 0;
    }
    const ms = now - reading.at;
    if (ms < WINDOW) return reading.rate;
    reading.rate = Math.round(((count - reading.count) * 1000) / ms);
    reading.count = count;
    reading.at = now;
    return reading.rate;
  }
}
