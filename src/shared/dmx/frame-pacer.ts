import type { Clock, Dispose } from '../plugin/common.ts';

export interface PacerOptions {
  /** Least time between two frames, ms; 0 sends each change at once. */
  readonly gap: number;
  /** A frame that does not change is sent again after this time, ms. */
  readonly keepAlive: number;
  /** How often an unchanged frame is repeated at the pace of `gap` before only keep-alive remains. */
  readonly repeats: number;
}

/** Least time between the repeats of an unchanged frame when `gap` is 0, ms. */
const REPEAT_GAP = 25;

/**
 * Decides when the frame of a universe is sent: at once when the last one is old enough, else when it will be; again
 * as keep-alive. Silent until the first change.
 */
export class FramePacer {
  #last = -Infinity;
  #repeatsLeft = 0;
  #pending = false;
  #started = false;
  #gapTimer: Dispose | undefined;
  #keepTimer: Dispose | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly options: PacerOptions,
    private readonly send: () => void,
  ) {}

  /** The frame changed. */
  changed(): void {
    this.#repeatsLeft = this.options.repeats;
    this.#begin();
    if (this.clock.now() - this.#last >= this.options.gap) this.#send();
    else this.#pending = true;
    this.#armGap();
  }

  /** Send now, whatever the pace: after a reconnect, or when a burst must not be merged. */
  now(): void {
    this.#begin();
    this.#send();
  }

  /** Send again what was sent before; nothing when nothing was. */
  restore(): void {
    if (this.#started) this.now();
  }

  stop(): void {
    this.#gapTimer?.();
    this.#keepTimer?.();
    this.#gapTimer = this.#keepTimer = undefined;
    this.#started = false;
    this.#pending = false;
    this.#repeatsLeft = 0;
  }

  #begin(): void {
    if (this.#started) return;
    this.#started = true;
    this.#keepTimer = this.clock.after(this.options.keepAlive, this.#onKeepAlive);
  }

  #send(): void {
    this.#last = this.clock.now();
    this.#pending = false;
    this.send();
  }

  #armGap(): void {
    if (this.#gapTimer || (!this.#pending && this.#repeatsLeft === 0)) return;
    const gap = Math.max(this.options.gap, this.#pending ? 0 : REPEAT_GAP);
    const wait = Math.max(0, this.#last + gap - this.clock.now());
    this.#gapTimer = this.clock.after(wait, this.#onGap);
  }

  readonly #onGap = (): void => {
    this.#gapTimer = undefined;
    if (this.#pending) this.#send();
    else if (this.clock.now() - this.#last >= Math.max(this.options.gap, REPEAT_GAP)) {
      this.#repeatsLeft--;
      this.#send();
    }
    this.#armGap();
  };

  readonly #onKeepAlive = (): void => {
    const due = this.#last + this.options.keepAlive;
    // Half a millisecond of tolerance: a timer may fire a hair early.
    if (this.clock.now() >= due - 0.5) this.#send();
    const wait = Math.max(1, this.#last + this.options.keepAlive - this.clock.now());
    this.#keepTimer = this.clock.after(wait, this.#onKeepAlive);
  };
}
