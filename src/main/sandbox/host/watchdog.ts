import type { ControlBlock } from '../link/control-block.ts';

export interface WatchdogLimits {
  /** A blocking call of a handler is answered with a time-out when the handler has run this long. */
  readonly blockMs: number;
  /** The engine is asked to stop a handler after this; 0 when the engine watches itself. */
  readonly softMs: number;
  /** The thread is ended when one handler runs longer. */
  readonly hardMs: number;
  /** The same for loading modules. */
  readonly loadMs: number;
}

export interface WatchdogActions {
  /** Answer the call that the guest waits for. */
  cut(): void;
  interrupt(): void;
  kill(instance: number): void;
}

const EVERY = 20;
/** A look that comes later than this tells of a busy (or sleeping) computer, not of the guest. */
const LATE = 2 * EVERY;

/** Watches from outside that guest code comes to an end. Real time: it is about a real processor. */
export class Watchdog {
  #timer: NodeJS.Timeout;
  #beat = 0;
  #last = performance.now();
  /** Milliseconds since the beat, as far as this thread itself was able to run. */
  #elapsed = 0;

  constructor(
    private readonly control: ControlBlock,
    private readonly limits: WatchdogLimits,
    private readonly actions: WatchdogActions,
  ) {
    this.#timer = setInterval(() => this.#look(performance.now()), EVERY);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(now: number): void {
    const { control, limits, actions } = this;
    const instance = control.get('busy');
    const beat = control.get('beat');
    const passed = Math.min(now - this.#last, LATE);
    this.#last = now;
    if (instance === 0 || beat !== this.#beat) {
      this.#beat = beat;
      this.#elapsed = 0;
      return;
    }
    this.#elapsed += passed;
    const loading = control.get('loading') === 1;
    const [block, hard] = loading ? [limits.loadMs, limits.loadMs + 1000] : [limits.blockMs, limits.hardMs];
    if (this.#elapsed > hard) return actions.kill(instance);
    if (this.#elapsed > block && control.get('callState') === 1) actions.cut();
    const soft = loading ? limits.loadMs : limits.softMs;
    if (limits.softMs > 0 && this.#elapsed > soft) actions.interrupt();
  }
}
