import { performance } from 'node:perf_hooks';
import type { Clock, Dispose } from '../../shared/plugin/common.ts';

/** A getter of the runtime that computes; its value never changes. */
const ORIGIN = performance.timeOrigin;

/** The machine's time. */
export class SystemClock implements Clock {
  now(): number {
    return performance.now();
  }
  wall(): number {
    return ORIGIN + performance.now();
  }
  after(ms: number, fn: () => void): Dispose {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  }
  /** `setInterval` drifts by the time of each call; here every tick is planned from the first one. */
  every(ms: number, fn: () => void): Dispose {
    const period = Math.max(1, ms);
    let due = this.now() + period;
    let timer: NodeJS.Timeout;
    const tick = () => {
      const now = this.now();
      due += period * Math.max(1, Math.ceil((now - due) / period));
      timer = setTimeout(tick, Math.max(0, due - now));
      fn();
    };
    timer = setTimeout(tick, period);
    return () => clearTimeout(timer);
  }
}
