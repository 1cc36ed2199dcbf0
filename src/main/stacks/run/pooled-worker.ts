import type { Worker } from 'node:worker_threads';
import { CodedError, fail, messageOf } from '../../../shared/error/coded-error.ts';
import { MemoryWatch } from './memory-watch.ts';
import { labelOf, type PlainFault, type Task, type WorkerMessage } from './task.ts';
import type { PoolLimits, TaskCall } from './task-call.ts';

interface Running {
  readonly id: number;
  readonly task: Task;
  readonly call: TaskCall;
  readonly limits: PoolLimits;
  resolve(result: unknown): void;
  reject(error: CodedError): void;
  clear(): void;
}

/** One thread with at most one task. When the task must be stopped, the thread is. */
export class PooledWorker {
  readonly #worker: Worker;
  #running: Running | undefined;
  #retired = false;
  #gone = false;
  #id = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    // An idle thread must not keep the program alive.
    worker.unref();
    worker.on('message', (message: WorkerMessage) => this.#take(message));
    worker.on('error', error => this.#died(error));
    worker.on('exit', () => this.#died(new Error('it ended')));
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** The thread has ended or is about to; it takes no further task. */
  get gone(): boolean {
    return this.#gone || this.#retired;
  }

  run(task: Task, call: TaskCall, limits: PoolLimits): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#id;
      const clear = this.#guard(task, call, limits);
      this.#running = { id, task, call, limits, resolve, reject, clear };
      this.#worker.ref();
      this.#worker.postMessage({ id, task });
    });
  }

  /** End the thread as soon as its task is done. */
  retire(): void {
    this.#retired = true;
    if (!this.#running) void this.#worker.terminate();
  }

  /** End the thread now; its task fails with `reason`. */
  async stop(reason: CodedError): Promise<void> {
    this.#gone = true;
    this.#finish()?.reject(reason);
    await this.#worker.terminate();
  }

  /** Watch time, memory and cancel; returns what ends the watch. */
  #guard(task: Task, call: TaskCall, { seconds, megabytes }: PoolLimits): () => void {
    const stop = (reason: CodedError) => void this.stop(reason);
    const cancel = () => stop(fail('stack.cancelled', {}));
    const label = labelOf(task);
    const timer = setTimeout(() => stop(fail('stack.timeout', { module: label, seconds })), seconds * 1000);
    const memory = new MemoryWatch(megabytes, () => stop(fail('stack.memory', { module: label, megabytes })));
    call.signal?.addEventListener('abort', cancel, { once: true });
    return () => {
      clearTimeout(timer);
      memory.end();
      call.signal?.removeEventListener('abort', cancel);
    };
  }

  #take(message: WorkerMessage): void {
    const running = this.#running;
    if (!running || running.id !== message.id) return;
    if (message.type === 'progress') return running.call.progress?.(message.fraction);
    this.#finish();
    if (message.type === 'done') running.resolve(message.result);
    else running.reject(revived(message.fault));
    if (this.#retired) void this.#worker.terminate();
  }

  #died(error: Error): void {
    this.#gone = true;
    const running = this.#finish();
    if (!running) return;
    const module = labelOf(running.task);
    const noMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    running.reject(
      noMemory
        ? fail('stack.memory', { module, megabytes: running.limits.megabytes })
        : fail('stack.worker-died', { module, reason: messageOf(error) }),
    );
  }

  #finish(): Running | undefined {
    const running = this.#running;
    this.#running = undefined;
    running?.clear();
    this.#worker.unref();
    return running;
  }
}

function revived(fault: PlainFault): CodedError {
  return new CodedError(fault.code, fault.message, fault.help, fault.details);
}
