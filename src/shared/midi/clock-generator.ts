import type { Clock, Dispose } from '../plugin/common.ts';
import { TICKS_PER_BEAT } from './clock-meter.ts';
import { TEMPO_MAX } from './kinds.ts';

/** Below this tempo (BPM) the clock stands still. */
const TEMPO_MIN = 5;

/** Sends clock ticks at a tempo; ticks keep to the grid of the tempo and do not drift with late timers. */
export class ClockGenerator {
  #period = 0;
  #due = 0;
  #stop: Dispose | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly tick: () => void,
  ) {}

  /** Run at a tempo from 0 to 1 (300 BPM); under 5 BPM it stops. */
  set(tempo: number): void {
    const bpm = tempo * TEMPO_MAX;
    this.#period = bpm < TEMPO_MIN ? 0 : 60_000 / (bpm * TICKS_PER_BEAT);
    if (this.#period === 0) this.stop();
    else if (!this.#stop) {
      this.#due = this.clock.now();
      this.#next();
    }
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #next(): void {
    const now = this.clock.now();
    // After a pause of the whole program the missed ticks are not made up.
    this.#due = Math.max(this.#due + this.#period, now - this.#period);
    this.#stop = this.clock.after(this.#due - now, () => {
      this.tick();
      this.#next();
    });
  }
}
