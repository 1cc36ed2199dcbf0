import { pathToFileURL } from 'node:url';
import { messageOf, toCodedError } from '../../../shared/error/coded-error.ts';
import type { Clock, Logger, LogLevel } from '../../../shared/plugin/common.ts';
import type { ServiceCallable, ServiceRequest } from '../../../shared/plugin/service.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { OpenCalls } from './open-calls.ts';
import { type FromPlugin, type LoadOrder, MAX_ENTRIES, type ToPlugin } from './protocol.ts';
import { RemoteSources } from './remote-sources.ts';

/** What the module of a plugin exports: an object, or a class that makes one, with `load` and perhaps `unload`. */
interface PluginObject {
  load(args: unknown): unknown;
  unload?(): unknown;
}

interface Unit {
  readonly abort: AbortController;
  readonly subscriptions: (() => void)[];
  plugin?: PluginObject;
  /** What `load` gave, once it has: a source with methods, or a service's callable. */
  loaded?: unknown;
}

type Listener = (event: string, payload: unknown) => void;

/** The plugin's end of the thread: loads modules, runs their methods, passes on what they say. */
export class PluginSide {
  readonly #units = new Map<number, Unit>();
  readonly #calls = new Map<number, AbortController>();
  readonly #pending = new OpenCalls();
  readonly #listeners = new Set<Listener>();
  readonly #clock: Clock = new SystemClock();

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
        return this.#tell(message.event, message.payload);
      case 'done':
        return void this.#pending.resolve(message.call, message.value);
      case 'failed':
        return void this.#pending.reject(message.call, new Error(message.message));
    }
  }

  /** A listener that throws is complained about and keeps its place, as the others do. */
  #tell(event: string, payload: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener(event, payload);
      } catch (thrown) {
        this.complain(`a listener of ${event}`, thrown);
      }
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
      .then(value => this.post({ t: 'done', call, value: checkSize(value) }))
      .catch((thrown: unknown) => {
        const { code, message } = toCodedError(thrown);
        this.post({ t: 'failed', call, code, message });
      })
      .finally(() => this.#calls.delete(call));
  }

  async #load(order: LoadOrder): Promise<void> {
    const unit: Unit = { abort: new AbortController(), subscriptions: [] };
    this.#units.set(order.unit, unit);
    try {
      const module = (await import(pathToFileURL(order.main).href)) as Record<string, unknown>;
      const plugin = pluginOf(module['default'] ?? module['plugin']);
      const loaded = await plugin.load(this.#argsOf(order, unit));
      Object.assign(unit, { plugin, loaded });
      if (order.kind === 'service' && typeof loaded !== 'function')
        throw new TypeError('load() of a service must return a callable');
      if (this.#units.get(order.unit) !== unit) throw new Error('it was given up while it loaded');
    } catch (thrown) {
      if (this.#units.get(order.unit) === unit) this.#units.delete(order.unit);
      await this.#release(unit).catch(() => undefined);
      throw thrown;
    }
  }

  #run(message: Extract<ToPlugin, { t: 'call' }>, signal: AbortSignal): unknown {
    const { unit, method, args } = message;
    const found = this.#units.get(unit);
    if (found?.plugin === undefined) throw new Error('it is not loaded');
    const given = args.map(arg => withSignal(arg, signal));
    if (method === 'call')
      return (found.loaded as ServiceCallable)(given[0] as ServiceRequest, given[1] as never);
    const target = found.loaded as Record<string, unknown> | null | undefined;
    const run = typeof target === 'object' && target !== null ? target[method] : undefined;
    if (typeof run !== 'function') throw new TypeError(`it has no method ${method}`);
    return (run as (...all: unknown[]) => unknown).apply(target, given);
  }

  async #unload(number: number): Promise<void> {
    const unit = this.#units.get(number);
    this.#units.delete(number);
    // One that is still loading is released when its load ends.
    unit?.abort.abort();
    if (unit?.plugin) await this.#release(unit);
  }

  /** Let go of what a unit holds. One step that throws keeps none from its turn; the first fault is told. */
  async #release({ abort, plugin, loaded, subscriptions }: Unit): Promise<void> {
    abort.abort();
    const { unload } = (loaded ?? {}) as { unload?: unknown };
    const steps: (() => unknown)[] = [
      () => (typeof loaded === 'object' && typeof unload === 'function' ? unload.call(loaded) : undefined),
      () => plugin?.unload?.(),
      ...subscriptions.reverse(),
    ];
    const faults: unknown[] = [];
    for (const step of steps)
      await Promise.resolve()
        .then(step)
        .catch((thrown: unknown) => faults.push(thrown));
    if (faults.length > 0) throw faults[0];
  }

  #argsOf(order: LoadOrder, { abort: { signal }, subscriptions }: Unit): Record<string, unknown> {
    const { unit, config, dataFolder, patchFolder } = order;
    const services = new Map(order.services.map(name => [name, this.#serviceOf(name)]));
    const sources = new RemoteSources(order.sources, this.#serviceOf('sources'));
    subscriptions.push(this.#listen((event, payload) => sources.hear(event, payload)));
    return {
      subscriptions,
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
        subscribe: (listener: Listener) => this.#listen(listener),
      },
      // Columns are formatted, and ids taken, on the engine's side, where the source's configuration is kept.
      makeEntry: (fields: unknown, relations: unknown = {}) => ({ fields, relations }),
      setStatus: (state: 'ok' | 'degraded', message?: string) =>
        this.post({ t: 'status', unit, state, message }),
      changed: () => this.post({ t: 'changed', unit }),
    };
  }

  #listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #serviceOf(service: string): (request: unknown) => Promise<unknown> {
    return request => this.#pending.begin(call => this.post({ t: 'service', call, service, request }));
  }

  #logger(): Logger {
    const at = (level: LogLevel) => (text: string) => this.post({ t: 'log', level, text: messageOf(text) });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}

/** Whoever gives more than is read is told before it travels: copying millions of entries would stop the engine. */
function checkSize(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  if (size > MAX_ENTRIES) throw new RangeError(`it gave more than ${MAX_ENTRIES} entries`);
  return value;
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
