import type { Worker } from 'node:worker_threads';
import { fail } from '../../../shared/error/coded-error.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { StartWorker } from '../../threads/start-worker.ts';
import { BackOff } from './back-off.ts';
import type { Answer, FromPlugin, LoadOrder, ToPlugin } from './protocol.ts';

const PING_EVERY = 1000;
/** A thread that leaves so many pings unanswered is in an endless loop. Counted, not timed: when the whole computer is
 * busy, our own pings come late too. */
const MISSED_LIMIT = 3;
/** A thread may take so many pings to start. */
const START_LIMIT = 20;
/** Heap of a plugin; what its buffers take outside the heap counts too. */
const MEMORY_LIMIT_MB = 256;

export interface ThreadOptions {
  /** The package, for messages. */
  readonly name: string;
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  /** What the plugin says beside its answers. */
  onMessage(message: Exclude<FromPlugin, Answer | { t: 'pong' }>): void;
  /** The thread is gone, by itself or because it was ended; `ms` until it is started again. */
  onDown(reason: string, ms: number): void;
  /** The thread runs again and everything that was loaded is loaded again. */
  onUp(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The thread of one package. An endless loop, a crash, an exit or a leak in it ends this thread and nothing else; it
 * is started again with growing pauses, and what was loaded in it is loaded again.
 */
export class PluginThread {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #orders = new Map<number, LoadOrder>();
  readonly #backOff = new BackOff();
  #worker: Worker | undefined;
  #lastCall = 0;
  #lastUnit = 0;
  #missed = 0;
  #started = false;
  #stopped = false;
  #stopPing: Dispose | undefined;
  #stopWait: Dispose | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Load a plugin; resolves with its unit. Whatever is loaded is loaded again after a restart. */
  async load(order: Omit<LoadOrder, 'unit'>): Promise<number> {
    const unit = ++this.#lastUnit;
    const whole: LoadOrder = { ...order, unit };
    this.#ensureWorker();
    this.#orders.set(unit, whole);
    try {
      await this.#send(call => ({ t: 'load', call, order: whole }));
      return unit;
    } catch (thrown) {
      this.#orders.delete(unit);
      throw thrown;
    }
  }

  /** Call a method of a loaded plugin. The caller sets the deadline; an aborted call is told to the plugin. */
  call(unit: number, method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    if (!this.#worker) return Promise.reject(this.#down('it is being restarted'));
    return this.#send(call => {
      signal?.addEventListener('abort', () => this.#abort(call), { once: true });
      return { t: 'call', call, unit, method, args };
    });
  }

  async unload(unit: number): Promise<void> {
    if (!this.#orders.delete(unit) || !this.#worker) return;
    await this.#send(call => ({ t: 'unload', call, unit }));
  }

  /** Answer a call that the plugin made. */
  answer(answer: Answer): void {
    this.#post(answer);
  }

  publish(event: string, payload: unknown): void {
    this.#post({ t: 'event', event, payload });
  }

  /** End the thread at once and start it again after a pause. */
  restart(reason: string): void {
    this.#fall(reason);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopWait?.();
    await this.#end();
    this.#rejectAll('it was unloaded');
  }

  #ensureWorker(): void {
    if (this.#worker || this.#stopped) return;
    this.#stopWait?.();
    const worker = this.#options.startWorker('plugin-host', {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB, stackSizeMb: 4 },
      // A plugin is not handed the program's environment: tokens may stand there.
      env: {},
      stdout: true,
      stderr: true,
    });
    this.#worker = worker;
    this.#missed = 0;
    this.#started = false;
    worker.on('message', (message: FromPlugin) => worker === this.#worker && this.#take(message));
    worker.on('error', error => worker === this.#worker && this.#fall(error.message));
    worker.on('exit', code => worker === this.#worker && this.#fall(`it ended with code ${code}`));
    worker.unref();
    this.#stopPing = this.#options.clock.every(PING_EVERY, () => this.#ping());
  }

  #ping(): void {
    this.#missed++;
    const limit = this.#started ? MISSED_LIMIT : START_LIMIT;
    if (this.#missed > limit) this.#fall('it did not answer: an endless loop?');
    else this.#post({ t: 'ping' });
  }

  #take(message: FromPlugin): void {
    this.#missed = 0;
    this.#started = true;
    switch (message.t) {
      case 'done':
        this.#settle(message.call)?.resolve(message.value);
        return;
      case 'failed':
        this.#settle(message.call)?.reject(this.#down(message.message));
        return;
      case 'pong':
        if (message.memory > MEMORY_LIMIT_MB * 2 ** 20)
          this.#fall(`it took more than ${MEMORY_LIMIT_MB} MB of memory`);
        return;
      default:
        this.#options.onMessage(message);
    }
  }

  #settle(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }

  #send(make: (call: number) => ToPlugin): Promise<unknown> {
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      try {
        this.#worker?.postMessage(make(call));
      } catch (thrown) {
        this.#waiting.delete(call);
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    });
  }

  #abort(call: number): void {
    const waiting = this.#settle(call);
    if (!waiting) return;
    this.#post({ t: 'abort', call });
    waiting.reject(this.#down('the call was given up'));
  }

  #post(message: ToPlugin): void {
    this.#worker?.postMessage(message);
  }

  #fall(reason: string): void {
    if (!this.#worker || this.#stopped) return;
    void this.#end();
    this.#rejectAll(reason);
    const ms = this.#backOff.next(this.#options.clock.now());
    this.#options.onDown(reason, ms);
    this.#stopWait = this.#options.clock.after(ms, () => void this.#rise());
  }

  async #rise(): Promise<void> {
    if (this.#stopped || this.#orders.size === 0) return;
    this.#ensureWorker();
    try {
      for (const order of this.#orders.values()) await this.#send(call => ({ t: 'load', call, order }));
      this.#options.onUp();
    } catch (thrown) {
      // It fell again while loading: that has planned the next start already.
      if (this.#worker) this.#fall(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#stopPing?.();
    await worker?.terminate();
  }

  #rejectAll(reason: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(this.#down(reason));
    this.#waiting.clear();
  }

  #down(reason: string): Error {
    return fail('kernel.plugin-failed', { name: this.#options.name, reason });
  }
}
