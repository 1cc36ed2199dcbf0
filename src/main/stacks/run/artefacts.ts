import { fail } from '../../../shared/error/coded-error.ts';

interface Making {
  readonly done: Promise<void>;
  readonly controller: AbortController;
  users: number;
}

/**
 * Files in the making. Whoever needs a file that is being made joins instead of making it again; it is given up only
 * when nobody wants it any more.
 */
export class Artefacts {
  readonly #making = new Map<string, Making>();

  /** Resolves when `path` is made. Rejects with `stack.cancelled` at once when `signal` aborts. */
  obtain(path: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (signal.aborted) return Promise.reject(fail('stack.cancelled', {}));
    const making = this.#making.get(path) ?? this.#start(path, make);
    making.users++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener('abort', cancel);
        if (--making.users > 0) return;
        if (this.#making.get(path) === making) this.#making.delete(path);
        making.controller.abort();
      };
      const cancel = () => {
        leave();
        reject(fail('stack.cancelled', {}));
      };
      signal.addEventListener('abort', cancel, { once: true });
      making.done.then(resolve, reject).finally(() => {
        if (!signal.aborted) leave();
      });
    });
  }

  #start(path: string, make: (signal: AbortSignal) => Promise<void>): Making {
    const controller = new AbortController();
    const done = make(controller.signal);
    const making: Making = { done, controller, users: 0 };
    this.#making.set(path, making);
    done.catch(() => undefined);
    return making;
  }
}
