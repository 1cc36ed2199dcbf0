import type { Clock, Dispose } from '../plugin/common.ts';

/** Tries something again and again with growing pauses, until `settled` says that it worked. */
export class Retry {
  #pause: number;
  #timer: Dispose | undefined;
  #stopped = false;

  /** Pauses start at `first` ms, double each time, and never pass `most` ms. */
  constructor(
    private readonly clock: Clock,
    private readonly attempt: () => void,
    private readonly first = 500,
    private readonly most = 5000,
  ) {
    this.#pause = first;
  }

  /** Plan the next attempt; returns the pause in ms. Asking again while one is planned changes nothing. */
  again(): number {
    const pause = this.#pause;
    if (this.#stopped || this.#timer) return pause;
    this.#pause = Math.min(this.most, pause * 2);
    this.#timer = this.clock.after(pause, () => {
      this.#timer = undefined;
      this.attempt();
    });
    return pause;
  }

  /** It worked: the next trouble starts with the shortest pause. */
  settled(): void {
    this.#pause = this.first;
  }

  /** No attempt any more. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.();
    this.#timer = undefined;
  }
}
