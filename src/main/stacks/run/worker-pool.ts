import type { Worker } from 'node:worker_threads';
import { fail } from '../../../shared/error/coded-error.ts';
import { PooledWorker } from './pooled-worker.ts';
import type { Task } from './task.ts';
import type { PoolLimits, TaskCall } from './task-call.ts';

export interface PoolOptions {
  readonly size: number;
  readonly limits: PoolLimits;
  start(): Worker;
}

interface Waiting {
  readonly task: Task;
  readonly call: TaskCall;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Threads for sound work, started when first needed. A task that is cancelled, hangs or takes too much memory loses
 * its thread; the next task gets a new one.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<PooledWorker>();
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Run a task when a thread is free. Rejects with a coded error. */
  run(task: Task, call: TaskCall = {}): Promise<unknown> {
    if (this.#closed || call.signal?.aborted) return Promise.reject(fail('stack.cancelled', {}));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { task, call, resolve, reject };
      call.signal?.addEventListener('abort', () => this.#drop(waiting), { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  /** Threads that are idle end now, busy ones after their task: what they have loaded is out of date. */
  renew(): void {
    for (const worker of this.#workers) {
      this.#workers.delete(worker);
      worker.retire();
    }
  }

  /** End every thread; whatever ran is cancelled. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(fail('stack.cancelled', {}));
    await Promise.all([...this.#workers].map(worker => worker.stop(fail('stack.cancelled', {}))));
  }

  #drop(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting);
    if (at < 0) return;
    this.#queue.splice(at, 1);
    waiting.reject(fail('stack.cancelled', {}));
  }

  #next(): void {
    const worker = this.#queue.length > 0 ? this.#idle() : undefined;
    const waiting = worker && this.#queue.shift();
    if (!worker || !waiting) return;
    const done = worker.run(waiting.task, waiting.call);
    void done.then(waiting.resolve, waiting.reject).finally(() => {
      if (worker.gone) this.#workers.delete(worker);
      this.#next();
    });
  }

  #idle(): PooledWorker | undefined {
    for (const worker of this.#workers) if (!worker.busy && !worker.gone) return worker;
    if (this.#closed || this.#workers.size >= this.#options.size) return undefined;
    const worker = new PooledWorker(this.#options.start(), this.#options.limits);
    this.#workers.add(worker);
    return worker;
  }
}
