const FIRST = 1000;
const LONGEST = 60_000;
/** So many restarts come after a second each; a plugin that stumbles now and then is soon back. */
const QUICK = 3;
/** Running so long without a fault, a plugin is as good as new. */
const FORGET_AFTER = 120_000;

/** How long to wait before a failed plugin is started again: 1 s three times, then twice as long each time, 60 s at most. */
export class BackOff {
  #failures = 0;
  #last = -Infinity;

  /** `now` in milliseconds; returns the wait in milliseconds. */
  next(now: number): number {
    if (now - this.#last > FORGET_AFTER) this.#failures = 0;
    this.#last = now;
    this.#failures++;
    return this.#failures <= QUICK ? FIRST : Math.min(LONGEST, FIRST * 2 ** (this.#failures - QUICK));
  }
}
