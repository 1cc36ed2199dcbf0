import { pathToFileURL } from 'node:url';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { Clock, Logger, LogLevel } from '../../../shared/plugin/common.ts';
import type { ServiceCallable, ServiceRequest } from '../../../shared/plugin/service.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import type { FromPlugin, LoadOrder, ToPlugin } from './protocol.ts';
import { RemoteSources } from './remote-sources.ts';

/** What the module of a plugin exports: an object, or a class that makes one, with `load` and perhaps `unload`. */
interface PluginObject {
  load(args: unknown): unknown;
  unload?(): unknown;
}

interface Unit {
  readonly plugin: PluginObject;
  readonly abort: AbortController;
  readonly subscriptions: (() => void)[];
  /** What `load` gave: a source with methods, or a service's callable. */
  readonly loaded: unknown;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The plugin's end of the thread: loads modules, runs their methods, passes on what they say. */
export class PluginSide {
  readonly #units = new Map<number, Unit>();
  readonly #calls = new Map<number, AbortController>();
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: string, payload: unknown) => void>();
  readonly #clock: Clock = new SystemClock();
  #lastCall = 0;

  constructor(private readonly post: (message: FromPlugin) => void) {}

  take(message: Exclude<ToPlugin, { t: 'ping' }>): void {
    switch (message.t) {
      case 'load':
        return this.#answer(message.call, () => this.#load(message.order));
      case 'call':
        return this.#answer(message.call, signal => this.#run(message, signal));
      case 'unload':
        return this.#answer(message.call, () => this.#unload(message.unit));
      case 'abort':
        return this.#calls.get(message.call)?.abort();
      case 'event':
        for (const listener of this.#listeners) listener(message.event, message.payload);
        return;
      case 'done':
        return this.#settle(message.call)?.resolve(message.value);
      case 'failed':
        return this.#settle(message.call)?.reject(new Error(message.message));
    }
  }

  complain(what: string, reason: unknown): void {
    this.post({ t: 'log', level: 'error', text: `${what}: ${toCodedError(reason).message}` });
  }

  #answer(call: number, work: (signal: AbortSignal) => unknown): void {
    const abort = new AbortController();
    this.#calls.set(call, abort);
    Promise.resolve()
      .then(() => work(abort.signal))
      .then(value => this.post({ t: 'done', call, value }))
      .catch((thrown: unknown) => {
        const { code, message } = toCodedError(thrown);
        this.post({ t: 'failed', call, code, message });
      })
      .finally(() => this.#calls.delete(call));
  }

  async #load(order: LoadOrder): Promise<void> {
    const module = (await import(pathToFileURL(order.main).href)) as Record<string, unknown>;
    const plugin = pluginOf(module['default'] ?? module['plugin']);
    const abort = new AbortController();
    const subscriptions: (() => void)[] = [];
    const loaded = await plugin.load({ ...this.#argsOf(order, abort.signal), subscriptions });
    if (order.kind === 'service' && typeof loaded !== 'function') {
      await plugin.unload?.();
      throw new TypeError('load() of a service must return a callable');
    }
    this.#units.set(order.unit, { plugin, abort, subscriptions, loaded });
  }

  #run(message: Extract<ToPlugin, { t: 'call' }>, signal: AbortSignal): unknown {
    const { unit, method, args } = message;
    const found = this.#units.get(unit);
    if (!found) throw new Error('it is not loaded');
    const given = args.map(arg => withSignal(arg, signal));
    if (method === 'call')
      return (found.loaded as ServiceCallable)(given[0] as ServiceRequest, given[1] as never);
    const target = found.loaded as Record<string, unknown> | null | undefined;
    const run = typeof target === 'object' && target !== null ? target[method] : undefined;
    if (typeof run !== 'function') throw new TypeError(`it has no method ${method}`);
    return (run as (...all: unknown[]) => unknown).apply(target, given);
  }

  async #unload(unit: number): Promise<void> {
    const found = this.#units.get(unit);
    this.#units.delete(unit);
    if (!found) return;
    found.abort.abort();
    const loaded = found.loaded as { unload?: unknown } | null | undefined;
    if (typeof loaded === 'object' && typeof loaded?.unload === 'function') await loaded.unload();
    await found.plugin.unload?.();
    for (const dispose of found.subscriptions.reverse()) dispose();
  }

  #argsOf(order: LoadOrder, signal: AbortSignal): Record<string, unknown> {
    const { unit, config, dataFolder, patchFolder } = order;
    const services = new Map(order.services.map(name => [name, this.#serviceOf(name)]));
    const sources = new RemoteSources(order.sources, this.#serviceOf('sources'));
    this.#listeners.add((event, payload) => sources.hear(event, payload));
    return {
      config: Object.freeze(config),
      log: this.#logger(),
      clock: this.#clock,
      dataFolder,
      patchFolder,
      signal,
      services,
      sources: sources.catalogue,
      service: (name: string) => services.get(name),
      problems: {
        report: (report: never) => this.post({ t: 'problem', report }),
        clear: (code?: string) => this.post({ t: 'clear-problems', code }),
      },
      bus: {
        publish: (event: string, payload: unknown) => this.post({ t: 'publish', event, payload }),
        subscribe: (listener: (event: string, payload: unknown) => void) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
      // Columns are formatted, and ids taken, on the engine's side, where the source's configuration is kept.
      makeEntry: (fields: unknown, relations: unknown = {}) => ({ fields, relations }),
      setStatus: (state: 'ok' | 'degraded', message?: string) =>
        this.post({ t: 'status', unit, state, message }),
      changed: () => this.post({ t: 'changed', unit }),
    };
  }

  #serviceOf(service: string): (request: unknown) => Promise<unknown> {
    return request =>
      new Promise((resolve, reject) => {
        const call = ++this.#lastCall;
        this.#pending.set(call, { resolve, reject });
        this.post({ t: 'service', call, service, request });
      });
  }

  #settle(call: number): Pending | undefined {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    return pending;
  }

  #logger(): Logger {
    const at = (level: LogLevel) => (text: string) => this.post({ t: 'log', level, text: String(text) });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}

function pluginOf(exported: unknown): PluginObject {
  const made: unknown = typeof exported === 'function' ? new (exported as new () => unknown)() : exported;
  const load = (made as Partial<PluginObject> | null | undefined)?.load;
  if (typeof load !== 'function') throw new TypeError('its module exports no plugin with load() by default');
  return made as PluginObject;
}

/** An object among the arguments gets the signal of its call; a signal itself cannot travel between threads. */
function withSignal(arg: unknown, signal: AbortSignal): unknown {
  if (typeof arg !== 'object' || arg === null || Array.isArray(arg)) return arg;
  return 'signal' in arg ? { ...arg, signal } : arg;
}
