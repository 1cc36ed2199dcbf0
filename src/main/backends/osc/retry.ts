import type { Clock, Dispose } from '../../../shared/plugin/common.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** After this long without trouble the next trouble starts at the shortest wait again. */
const CALM_MS = 60_000;

/** Does something until it succeeds, waiting longer after each failure: 1, 2, 4 ... 30 s. */
export class Retry {
  #wait = FIRST_MS;
  #lastFailure = -Infinity;
  #timer: Dispose | undefined;
  #closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly task: () => Promise<void>,
    /** Told of each failure, and in how many ms the task is tried again. */
    private readonly failed: (error: unknown, waitMs: number) => void,
  ) {}

  /** Try now. Never rejects; done when the first try is over. */
  async run(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    try {
      await this.task();
    } catch (error) {
      this.again(error);
    }
  }

  /** What had succeeded has failed: try again after the wait. A try that is planned already stays. */
  again(error: unknown): void {
    if (this.#closed || this.#timer) return;
    const now = this.clock.now();
    if (now - this.#lastFailure > CALM_MS) this.#wait = FIRST_MS;
    const wait = this.#wait;
    this.#lastFailure = now;
    this.#wait = Math.min(LONGEST_MS, wait * 2);
    this.#timer = this.clock.after(wait, () => void this.run());
    this.failed(error, wait);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
  }
}
