import type { Clock, Dispose } from '../common.ts';

interface Timer {
  due: number;
  readonly period: number | undefined;
  readonly fn: () => void;
}

/** A clock that moves only when told to: timers fire in the order of their time, whatever the machine does. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  /** `start` is the epoch time in ms at which `now()` is 0. */
  constructor(private readonly start = 1_800_000_000_000) {}

  now(): number {
    return this.#now;
  }
  wall(): number {
    return this.start + this.#now;
  }
  after(ms: number, fn: () => void): Dispose {
    return this.#add({ due: this.#now + Math.max(0, ms), period: undefined, fn });
  }
  every(ms: number, fn: () => void): Dispose {
    const period = Math.max(1, ms);
    return this.#add({ due: this.#now + period, period, fn });
  }

  /** Let `ms` pass and run what is due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#now = timer.due;
      if (timer.period === undefined) this.#timers.delete(timer);
      else timer.due += timer.period;
      timer.fn();
    }
    this.#now = end;
  }

  /** How many timers wait; a test of clean-up asks for 0. */
  get pending(): number {
    return this.#timers.size;
  }

  #add(timer: Timer): Dispose {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  }
}
