import type { Clock } from '../../../shared/plugin/common.ts';

/** Messages that a plugin may send in a second beside its answers; more would keep the engine from its work. */
export const MESSAGES_PER_SECOND = 2000;

/** Counts what a thread says unasked. */
export class FloodGauge {
  #second = 0;
  #messages = 0;

  constructor(private readonly clock: Clock) {}

  /** One more message; true when it is one too many. */
  take(): boolean {
    const second = Math.floor(this.clock.now() / 1000);
    if (second !== this.#second) this.#messages = 0;
    this.#second = second;
    return ++this.#messages > MESSAGES_PER_SECOND;
  }
}
