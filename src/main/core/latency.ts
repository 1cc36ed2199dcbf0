const BUCKETS = 96;
/** Buckets grow by this factor from 1 microsecond: 96 of them reach beyond 10 s with steps of 19 %. */
const GROWTH = 2 ** 0.25;
const LOG_GROWTH = Math.log(GROWTH);

/** How long events took, as counts in logarithmic buckets: adding is one addition, a percentile one short walk. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #total = 0;

  /** `events` events took `ms` milliseconds each. */
  add(ms: number, events: number): void {
    const bucket = ms <= 0.001 ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(ms * 1000) / LOG_GROWTH));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + events;
    this.#total += events;
  }

  /** Upper edge of the bucket that holds the share `p` (0..1), in milliseconds; 0 when nothing was added. */
  percentile(p: number): number {
    if (this.#total === 0) return 0;
    let rest = this.#total * p;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      rest -= this.#counts[bucket] ?? 0;
      if (rest <= 0) return GROWTH ** bucket / 1000;
    }
    return GROWTH ** BUCKETS / 1000;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
