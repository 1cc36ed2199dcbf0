import type { Worker } from 'node:worker_threads';
import { fail } from '../../../shared/error/coded-error.ts';
import { PooledWorker } from './pooled-worker.ts';
import { isQuick, type Task } from './task.ts';

export interface PoolLimits {
  /** Seconds that one task may take. */
  readonly seconds: number;
  /** MB of memory that one task may take. */
  readonly megabytes: number;
}

export interface PoolOptions {
  /** Threads for long tasks; one more is started for quick ones, so that nobody waits for a list behind a long job. */
  readonly size: number;
  readonly limits: PoolLimits;
  start(): Worker;
}

export interface TaskCall {
  readonly signal?: AbortSignal;
  progress?(fraction: number): void;
}

interface Waiting {
  readonly task: Task;
  readonly call: TaskCall;
  readonly quick: boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Seconds that a quick task may take: a module file that hangs while it is loaded must not hold up a list. */
const QUICK_SECONDS = 20;

/**
 * Threads for sound work, started when first needed. A task that is cancelled, hangs or takes too much memory loses
 * its thread; the next task gets a new one.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<PooledWorker>();
  readonly #queue: Waiting[] = [];
  #longRunning = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Run a task when a thread is free. Rejects with a coded error. */
  run(task: Task, call: TaskCall = {}): Promise<unknown> {
    if (this.#closed || call.signal?.aborted) return Promise.reject(fail('stack.cancelled', {}));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { task, call, quick: isQuick(task), resolve, reject };
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
    const hasRoom = this.#longRunning < this.#options.size;
    const at = this.#queue.findIndex(waiting => waiting.quick || hasRoom);
    const worker = at < 0 ? undefined : this.#idle();
    const [waiting] = worker ? this.#queue.splice(at, 1) : [];
    if (worker && waiting) void this.#give(worker, waiting);
  }

  async #give(worker: PooledWorker, { task, call, quick, resolve, reject }: Waiting): Promise<void> {
    const { limits } = this.#options;
    if (!quick) this.#longRunning++;
    const allowed = quick ? { ...limits, seconds: Math.min(QUICK_SECONDS, limits.seconds) } : limits;
    try {
      resolve(await worker.run(task, call, allowed));
    } catch (error) {
      reject(error);
    }
    if (!quick) this.#longRunning--;
    if (worker.gone) this.#workers.delete(worker);
    this.#next();
  }

  #idle(): PooledWorker | undefined {
    for (const worker of this.#workers) if (!worker.busy && !worker.gone) return worker;
    if (this.#closed || this.#workers.size > this.#options.size) return undefined;
    const worker = new PooledWorker(this.#options.start());
    this.#workers.add(worker);
    return worker;
  }
}
