import type { Clock } from './common.ts';

/** What a promise that took too long is rejected with. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  constructor(readonly ms: number) {
    super(`not finished within ${ms} ms`);
  }
}

/** The value of `work`, or a `DeadlineError` after `ms`. The work itself goes on; whoever began it must end it. */
export function withDeadline<T>(clock: Clock, ms: number, work: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = clock.after(ms, () => reject(new DeadlineError(ms)));
    Promise.resolve().then(work).then(resolve, reject).finally(stop);
  });
}
