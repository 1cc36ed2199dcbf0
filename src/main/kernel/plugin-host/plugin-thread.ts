import type { Worker } from 'node:worker_threads';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { withDeadline } from '../../../shared/plugin/deadline.ts';
import type { StartWorker } from '../../threads/start-worker.ts';
import { BackOff } from './back-off.ts';
import { readText } from './check.ts';
import { FloodGauge, MESSAGES_PER_SECOND } from './flood.ts';
import { OpenCalls } from './open-calls.ts';
import type { Answer, FromPlugin, LoadOrder, ToPlugin } from './protocol.ts';

const PING_EVERY = 1000;
/** A thread that leaves so many pings unanswered is in an endless loop. Counted, not timed: when the whole computer is
 * busy, our own pings come late too. */
const MISSED_LIMIT = 3;
/** A thread may take so many pings to start. */
const START_LIMIT = 20;
/** Heap of a plugin; what its buffers take outside the heap counts too. */
const MEMORY_LIMIT_MB = 256;
/** How long one plugin may take to load again after a restart, and when one that failed then is tried again, in ms. */
const RELOAD_LIMIT = 5000;

/** Nobody waits longer for a plugin that is asked to go, in ms. */
const UNLOAD_LIMIT = 2000;

/** What a plugin says beside its answers. Only its shape `{t}` is sure; every other word is to be checked. */
export type Said = Exclude<FromPlugin, Answer | { t: 'pong' }>;

export interface ThreadOptions {
  /** The package, for messages. */
  readonly name: string;
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  /** `reply` answers the thread that said it, and none that was started since. */
  onMessage(message: Said, reply: (answer: Answer) => void): void;
  /** The thread is gone, by itself or because it was ended; `ms` until it is started again. */
  onDown(reason: string, ms: number): void;
  /** The thread runs again. Of what was loaded, `units` are loaded again; `fault` says why others are not. */
  onUp(units: readonly number[], fault: string | undefined): void;
}

/**
 * The thread of one package. An endless loop, a crash, an exit or a leak in it ends this thread and nothing else; it
 * is started again with growing pauses, and what was loaded in it is loaded again.
 */
export class PluginThread {
  readonly #options: ThreadOptions;
  readonly #calls = new OpenCalls();
  readonly #orders = new Map<number, LoadOrder>();
  /** Units that are not loaded any more since the thread fell. */
  readonly #lost = new Set<number>();
  readonly #backOff = new BackOff();
  readonly #flood: FloodGauge;
  #worker: Worker | undefined;
  #lastUnit = 0;
  #missed = 0;
  #started = false;
  #stopped = false;
  #stopPing: Dispose | undefined;
  #stopWait: Dispose | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#flood = new FloodGauge(options.clock);
  }

  get running(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Load a plugin; resolves with its unit. Whatever is loaded is loaded again after a restart. When `signal` fires the
   * load is given up, and what it makes later is unloaded.
   */
  async load(order: Omit<LoadOrder, 'unit'>, signal?: AbortSignal): Promise<number> {
    const unit = ++this.#lastUnit;
    const whole: LoadOrder = { ...order, unit };
    if (!this.#worker && this.#stopWait) throw this.#down('it is being restarted');
    this.#ensureWorker();
    this.#orders.set(unit, whole);
    try {
      await this.#send(call => ({ t: 'load', call, order: whole }), signal);
      return unit;
    } catch (thrown) {
      this.#drop(unit);
      throw thrown;
    }
  }

  /** Call a method of a loaded plugin. The caller sets the deadline; an aborted call is told to the plugin. */
  call(unit: number, method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    if (!this.#worker) return Promise.reject(this.#down('it is being restarted'));
    return this.#send(call => ({ t: 'call', call, unit, method, args }), signal);
  }

  /** A thread in which nothing is loaded any more is ended. */
  async unload(unit: number): Promise<void> {
    this.#lost.delete(unit);
    if (!this.#orders.delete(unit)) return;
    try {
      if (!this.#worker) return;
      await withDeadline(this.#options.clock, UNLOAD_LIMIT, () =>
        this.#send(call => ({ t: 'unload', call, unit })),
      );
    } finally {
      if (this.#orders.size === 0) await this.#end('it was unloaded');
    }
  }

  publish(event: string, payload: unknown): void {
    this.#worker?.postMessage({ t: 'event', event, payload });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopWait?.();
    await this.#end('it was unloaded');
  }

  #ensureWorker(): void {
    if (this.#worker || this.#stopped) return;
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
    const now = () => worker === this.#worker;
    const fall = (reason: string) => now() && this.#fall(reason);
    const print = (text: Buffer) => {
      if (now()) this.#said({ t: 'log', level: 'info', text: text.toString('utf8').trimEnd() }, worker);
    };
    worker.on('message', (message: unknown) => now() && this.#take(message, worker));
    worker.on('error', error => fall(messageOf(error)));
    worker.on('exit', code => fall(`it ended with code ${code}`));
    worker.stdout.on('data', print);
    worker.stderr.on('data', print);
    worker.unref();
    this.#stopPing = this.#options.clock.every(PING_EVERY, () => this.#ping());
  }

  #ping(): void {
    this.#missed++;
    const limit = this.#started ? MISSED_LIMIT : START_LIMIT;
    if (this.#missed > limit) this.#fall('it did not answer: an endless loop?');
    else this.#worker?.postMessage({ t: 'ping' });
  }

  /** A plugin can send whatever it likes on its own: nothing here may throw. */
  #take(message: unknown, worker: Worker): void {
    this.#missed = 0;
    this.#started = true;
    const { t, call, value, memory, message: reason } = (message ?? {}) as Readonly<Record<string, unknown>>;
    if (t === 'done' && this.#calls.resolve(call, value)) return;
    if (t === 'failed' && this.#calls.reject(call, this.#down(readText(reason)))) return;
    if (t === 'pong' && typeof memory === 'number' && memory > MEMORY_LIMIT_MB * 2 ** 20)
      return this.#fall(`it took more than ${MEMORY_LIMIT_MB} MB of memory`);
    this.#said(message, worker);
  }

  #said(message: unknown, worker: Worker): void {
    if (this.#flood.take())
      return this.#fall(`it sent more than ${MESSAGES_PER_SECOND} messages in a second`);
    const t = (message as { t?: unknown } | null | undefined)?.t;
    if (typeof t !== 'string' || t === 'done' || t === 'failed' || t === 'pong') return;
    this.#options.onMessage(message as Said, answer => {
      if (worker === this.#worker) worker.postMessage(answer);
    });
  }

  #send(make: (call: number) => ToPlugin, signal?: AbortSignal): Promise<unknown> {
    const worker = this.#worker;
    if (!worker || signal?.aborted === true) return Promise.reject(this.#down('the call was given up'));
    let giveUp = (): void => undefined;
    const sent = this.#calls.begin(call => {
      giveUp = () => {
        if (!this.#calls.reject(call, this.#down('the call was given up'))) return;
        if (worker === this.#worker) worker.postMessage({ t: 'abort', call });
      };
      worker.postMessage(make(call));
    });
    signal?.addEventListener('abort', giveUp, { once: true });
    return sent.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  /** Forget a unit whose load failed or was given up. */
  #drop(unit: number): void {
    this.unload(unit).catch(() => undefined);
  }

  #fall(reason: string): void {
    if (!this.#worker || this.#stopped) return;
    for (const unit of this.#orders.keys()) this.#lost.add(unit);
    const ms = this.#backOff.next(this.#options.clock.now());
    this.#rise(ms);
    void this.#end(reason);
    this.#options.onDown(reason, ms);
  }

  #rise(ms: number): void {
    this.#stopWait?.();
    this.#stopWait = this.#options.clock.after(ms, () => {
      this.#stopWait = undefined;
      if (!this.#stopped && this.#lost.size > 0) this.#reload().catch(() => this.#rise(RELOAD_LIMIT));
    });
  }

  /** Load again what is lost. One that fails now is tried again later and keeps none from its turn. */
  async #reload(): Promise<void> {
    this.#ensureWorker();
    const worker = this.#worker;
    const units: number[] = [];
    let fault: string | undefined;
    for (const unit of [...this.#lost]) {
      const order = this.#orders.get(unit);
      if (!order) continue;
      try {
        const load = () => this.#send(call => ({ t: 'load', call, order }));
        await withDeadline(this.#options.clock, RELOAD_LIMIT, load);
        this.#lost.delete(unit);
        units.push(unit);
      } catch (thrown) {
        fault = messageOf(thrown);
        // What it makes too late is let go.
        this.#send(call => ({ t: 'unload', call, unit })).catch(() => undefined);
      }
      // It fell again meanwhile: that has planned the next start already.
      if (worker !== this.#worker) return;
    }
    if (fault !== undefined && !this.#stopWait) this.#rise(RELOAD_LIMIT);
    this.#options.onUp(units, fault);
  }

  async #end(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#stopPing?.();
    this.#calls.rejectAll(this.#down(reason));
    await worker?.terminate();
  }

  #down(reason: string): Error {
    return fail('kernel.plugin-failed', { name: this.#options.name, reason });
  }
}
