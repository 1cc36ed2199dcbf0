/** Buckets grow by a quarter octave from 1 us: 96 of them reach 16 s. */
const BUCKETS = 96;
const PER_OCTAVE = 4;
const SMALLEST_MS = 0.001;

/** How long calls took, as a histogram that forgets: cheap enough for every call. */
export class CallTimes {
  calls = 0;
  readonly #counts = new Float64Array(BUCKETS);
  #recent = 0;

  /** `count` calls took `ms` each. */
  add(ms: number, count: number): void {
    const octaves = Math.log2(Math.max(ms, SMALLEST_MS) / SMALLEST_MS);
    const bucket = Math.min(BUCKETS - 1, Math.floor(octaves * PER_OCTAVE));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.calls += count;
    this.#recent += count;
    if (this.#recent > 10_000) this.#fade();
  }

  /** 95th percentile in ms, accurate to a quarter octave; 0 when nothing was called. */
  p95(): number {
    let left = this.#recent * 0.95;
    if (left === 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket] ?? 0;
      if (left <= 0) return SMALLEST_MS * 2 ** ((bucket + 1) / PER_OCTAVE);
    }
    return 0;
  }

  #fade(): void {
    this.#recent = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const half = (this.#counts[bucket] ?? 0) / 2;
      this.#counts[bucket] = half;
      this.#recent += half;
    }
  }
}
