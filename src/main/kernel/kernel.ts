import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { CodedError, fail, messageOf } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { Backend, BackendLoadArgs, BackendPlugin } from '../../shared/plugin/backend.ts';
import type { Clock, Logger, PluginManifest, ProblemReporter } from '../../shared/plugin/common.ts';
import type {
  ServiceArgs,
  ServiceCallable,
  ServicePlugin,
  ViewArgs,
  ViewPlugin,
} from '../../shared/plugin/service.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { formatBootReport } from './boot-report.ts';

/** A plugin may take this long to load; a network view that waits for a port has its own shorter limits. */
export const LOAD_LIMIT = 5000;
/** Nobody waits longer than this for a plugin that is asked to go. */
export const UNLOAD_LIMIT = 2000;

export interface KernelOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** A reporter of its own for each plugin, so that a reload takes back only what that plugin said. */
  problems(owner: string): ProblemReporter;
  readonly loadLimit?: number;
}

export interface LoadedBackend {
  readonly plugin: BackendPlugin;
  readonly backend: Backend;
}

interface Loaded {
  readonly manifest: PluginManifest;
  readonly abort: AbortController;
  unload(): void | Promise<void>;
}

type AnyPlugin = { readonly manifest: PluginManifest; unload?(): void | Promise<void> };

/**
 * Loads plugins by name, each once and within a time limit, and unloads them in reverse order. A plugin that throws,
 * hangs or returns nonsense is listed with its reason; all others run.
 */
export class Kernel {
  readonly backends = new Map<string, LoadedBackend>();
  readonly services = new Map<string, ServiceCallable>();
  readonly #options: KernelOptions;
  readonly #loaded: Loaded[] = [];
  readonly #infos: PluginInfo[] = [];
  readonly #names = new Set<string>();

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  async loadBackend(plugin: BackendPlugin, args: Omit<BackendLoadArgs, 'signal'>): Promise<void> {
    const isBackend = (b: Backend) =>
      typeof b?.create === 'function' && typeof b.channel === 'function' && typeof b.suggest === 'function';
    const backend = await this.#load(plugin, signal => plugin.load({ ...args, signal }), {
      is: isBackend,
      what: 'load() gave nothing with create, channel and suggest',
    });
    if (backend) this.backends.set(plugin.manifest.name, { plugin, backend });
  }

  async loadService(plugin: ServicePlugin, args: Omit<ServiceArgs, 'signal' | 'service'>): Promise<void> {
    const service = (name: string) => this.services.get(name);
    const callable = await this.#load(plugin, signal => plugin.load({ ...args, signal, service }), {
      is: value => typeof value === 'function',
      what: 'load() did not return a callable',
    });
    if (callable) this.services.set(plugin.manifest.name, callable);
  }

  async loadView(plugin: ViewPlugin, args: Omit<ViewArgs, 'signal' | 'services'>): Promise<boolean> {
    const missing = (plugin.manifest.requires ?? []).filter(name => !this.services.has(name));
    const load = (signal: AbortSignal) => {
      if (missing.length > 0) throw new Error(`it needs the service ${missing.join(', ')}`);
      return plugin.load({ ...args, signal, services: this.services });
    };
    const done = await this.#load(plugin, async signal => (await load(signal), true), {
      is: value => value === true,
      what: '',
    });
    return done === true;
  }

  infos(): readonly PluginInfo[] {
    return this.#infos;
  }

  /** The plugins in the order in which they were loaded, with times. */
  bootReport(): string {
    return formatBootReport(this.#infos);
  }

  /** Unload everything, the last one first. Never rejects. */
  async unloadAll(): Promise<void> {
    await this.#unloadWhile(() => true);
  }

  /** Unload views and services but leave backends, whose instances may still be running. Never rejects. */
  async unloadServices(): Promise<void> {
    await this.#unloadWhile(one => one.manifest.kind !== 'backend');
  }

  /** From the last one back, as long as they are of that kind. */
  async #unloadWhile(which: (one: Loaded) => boolean): Promise<void> {
    for (let one = this.#loaded.at(-1); one && which(one); one = this.#loaded.at(-1)) {
      this.#loaded.pop();
      if (one.manifest.kind === 'backend') this.backends.delete(one.manifest.name);
      else this.services.delete(one.manifest.name);
      await this.#unload(one);
    }
  }

  async #load<T>(
    plugin: AnyPlugin,
    load: (signal: AbortSignal) => T | Promise<T>,
    check: { readonly is: (value: T) => boolean; readonly what: string },
  ): Promise<T | undefined> {
    const { kind, name, title } = plugin.manifest;
    const problems = this.#options.problems(`plugin ${kind} ${name}`);
    const started = this.#options.clock.now();
    const abort = new AbortController();
    const done = (state: PluginInfo['state'], reason: string) =>
      void this.#infos.push({ kind, name, title, state, reason, ms: this.#options.clock.now() - started });
    try {
      this.#claim(kind, name);
      const limit = this.#options.loadLimit ?? LOAD_LIMIT;
      const value = await withDeadline(this.#options.clock, limit, () => load(abort.signal));
      if (!check.is(value)) throw fail('kernel.bad-plugin', { kind, name, reason: check.what });
      this.#loaded.push({ manifest: plugin.manifest, abort, unload: () => plugin.unload?.() });
      done('loaded', '');
      return value;
    } catch (thrown) {
      abort.abort();
      const error = describe(kind, name, thrown);
      problems.report(problemOf(error, { kind: 'plugin', plugin: name }));
      this.#options.log.error(error.message);
      done('failed', error.message);
      return undefined;
    }
  }

  #claim(kind: string, name: string): void {
    const key = `${kind} ${name}`;
    if (this.#names.has(key)) throw fail('kernel.duplicate', { kind, name });
    this.#names.add(key);
  }

  async #unload(one: Loaded): Promise<void> {
    const { kind, name } = one.manifest;
    one.abort.abort();
    try {
      await withDeadline(this.#options.clock, UNLOAD_LIMIT, () => one.unload());
    } catch (thrown) {
      this.#options.log.warn(fail('kernel.unload-failed', { kind, name, reason: messageOf(thrown) }).message);
    }
  }
}

function describe(kind: string, name: string, thrown: unknown): CodedError {
  if (thrown instanceof DeadlineError) return fail('kernel.load-timeout', { kind, name, ms: thrown.ms });
  if (thrown instanceof CodedError) return thrown;
  return fail('kernel.load-failed', { kind, name, reason: messageOf(thrown) }, thrown);
}
