import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { CodedError, fail, messageOf } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { Backend, BackendLoadArgs, BackendPlugin } from '../../shared/plugin/backend.ts';
import type { Clock, Dispose, Logger, PluginManifest, ProblemReporter } from '../../shared/plugin/common.ts';
import type {
  ServiceArgs,
  ServiceCallable,
  ServicePlugin,
  ViewArgs,
  ViewPlugin,
} from '../../shared/plugin/service.ts';
import { NO_SOURCES } from '../../shared/plugin/no-sources.ts';
import type { SourceCatalogue, SourcePlugin } from '../../shared/plugin/source.ts';
import { DeadlineError, withDeadline } from '../../shared/plugin/deadline.ts';
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
  /** The directory's sources, handed to services. */
  readonly sources?: () => SourceCatalogue;
}

/** What the kernel itself gives to every service and view. */
type Given = 'signal' | 'subscriptions';

export interface LoadedBackend {
  readonly plugin: BackendPlugin;
  readonly backend: Backend;
}

interface Loaded {
  readonly manifest: PluginManifest;
  readonly abort: AbortController;
  readonly subscriptions: Dispose[];
  unload(): void | Promise<void>;
}

/** What a plugin gets while it loads, and loses when it goes. */
interface Hold {
  readonly signal: AbortSignal;
  readonly subscriptions: Dispose[];
}

type AnyPlugin = { readonly manifest: PluginManifest; unload?(): void | Promise<void> };

/**
 * Loads plugins by name, each once and within a time limit, and unloads them in reverse order. A plugin that throws,
 * hangs or returns nonsense is listed with its reason; all others run.
 */
export class Kernel {
  readonly backends = new Map<string, LoadedBackend>();
  readonly services = new Map<string, ServiceCallable>();
  /** Back-ends of the directory; each makes its sources when they are used. */
  readonly sourcePlugins = new Map<string, SourcePlugin>();
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
    const backend = await this.#load(plugin, ({ signal }) => plugin.load({ ...args, signal }), {
      is: isBackend,
      what: 'load() gave nothing with create, channel and suggest',
    });
    if (backend) this.backends.set(plugin.manifest.name, { plugin, backend });
  }

  async loadService(
    plugin: ServicePlugin,
    args: Omit<ServiceArgs, Given | 'service' | 'sources'>,
  ): Promise<void> {
    const service = (name: string) => this.services.get(name);
    const sources = this.#options.sources?.() ?? NO_SOURCES;
    const callable = await this.#load(plugin, hold => plugin.load({ ...args, ...hold, sources, service }), {
      is: value => typeof value === 'function',
      what: 'load() did not return a callable',
    });
    if (callable) this.services.set(plugin.manifest.name, callable);
  }

  /** A back-end of the directory has no `load` of its own: it loads each of its sources. */
  addSourcePlugin(plugin: SourcePlugin): Promise<SourcePlugin | undefined> {
    return this.#load(
      plugin,
      () => {
        this.sourcePlugins.set(plugin.manifest.name, plugin);
        return plugin;
      },
      { is: one => typeof one.load === 'function', what: 'it has no load()' },
    );
  }

  async loadView(plugin: ViewPlugin, args: Omit<ViewArgs, Given | 'services'>): Promise<boolean> {
    const missing = (plugin.manifest.requires ?? []).filter(name => !this.services.has(name));
    const load = (hold: Hold) => {
      if (missing.length > 0) throw new Error(`it needs the service ${missing.join(', ')}`);
      return plugin.load({ ...args, ...hold, services: this.services });
    };
    const done = await this.#load(plugin, async hold => (await load(hold), true), {
      is: value => value === true,
      what: '',
    });
    return done === true;
  }

  infos(): readonly PluginInfo[] {
    return this.#infos;
  }

  /** List a plugin that is not loaded (switched off, missing, refused), or tell anew how a loaded one is. */
  tell(info: PluginInfo): void {
    const at = this.#infos.findIndex(one => one.kind === info.kind && one.name === info.name);
    if (at < 0) this.#infos.push(info);
    else this.#infos[at] = { ...this.#infos[at], ...info };
  }

  /** Unload one plugin, so that it can be loaded again; it is no longer listed. Never rejects. */
  async unload(kind: PluginManifest['kind'], name: string): Promise<void> {
    const at = this.#loaded.findLastIndex(one => one.manifest.kind === kind && one.manifest.name === name);
    const info = this.#infos.findIndex(one => one.kind === kind && one.name === name);
    if (info >= 0) this.#infos.splice(info, 1);
    this.#names.delete(`${kind} ${name}`);
    const [one] = at < 0 ? [] : this.#loaded.splice(at, 1);
    if (one) await this.#forget(one);
    this.#options.problems(`plugin ${kind} ${name}`).clear();
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
      await this.#forget(one);
    }
  }

  #forget(one: Loaded): Promise<void> {
    const { kind, name } = one.manifest;
    if (kind === 'backend') this.backends.delete(name);
    else if (kind === 'source') this.sourcePlugins.delete(name);
    else if (kind === 'service') this.services.delete(name);
    return this.#unload(one);
  }

  async #load<T>(
    plugin: AnyPlugin,
    load: (hold: Hold) => T | Promise<T>,
    check: { readonly is: (value: T) => boolean; readonly what: string },
  ): Promise<T | undefined> {
    const { kind, name, title } = plugin.manifest;
    const problems = this.#options.problems(`plugin ${kind} ${name}`);
    const started = this.#options.clock.now();
    const abort = new AbortController();
    const subscriptions: Dispose[] = [];
    const done = (state: PluginInfo['state'], reason: string) =>
      void this.#infos.push({ kind, name, title, state, reason, ms: this.#options.clock.now() - started });
    try {
      this.#claim(kind, name);
      const limit = this.#options.loadLimit ?? LOAD_LIMIT;
      const value = await withDeadline(this.#options.clock, limit, () =>
        load({ signal: abort.signal, subscriptions }),
      );
      if (!check.is(value)) throw fail('kernel.bad-plugin', { kind, name, reason: check.what });
      this.#loaded.push({ manifest: plugin.manifest, abort, subscriptions, unload: () => plugin.unload?.() });
      done('loaded', '');
      return value;
    } catch (thrown) {
      abort.abort();
      dispose(subscriptions);
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
    dispose(one.subscriptions);
  }
}

/** The last one first; one that throws keeps none from its turn. */
function dispose(subscriptions: readonly Dispose[]): void {
  for (const one of [...subscriptions].reverse()) {
    try {
      one();
    } catch {
      // Whoever goes cannot be helped any more, and the others must go too.
    }
  }
}

function describe(kind: string, name: string, thrown: unknown): CodedError {
  if (thrown instanceof DeadlineError) return fail('kernel.load-timeout', { kind, name, ms: thrown.ms });
  if (thrown instanceof CodedError) return thrown;
  return fail('kernel.load-failed', { kind, name, reason: messageOf(thrown) }, thrown);
}
