import { type CodedError, CodedError as Coded, fail, messageOf } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { Clock, Logger, ProblemReporter } from '../../shared/plugin/common.ts';
import { DeadlineError, withDeadline } from '../../shared/plugin/deadline.ts';
import type {
  Source,
  SourceArgs,
  SourceConfig,
  SourcePlugin,
  SourceView,
} from '../../shared/plugin/source.ts';
import { entryMaker, withDefaults } from './make-entry.ts';

/** A source may take this long to load. */
export const SOURCE_LOAD_LIMIT = 5000;
/** A source that failed to load is tried again after this pause, when it is next asked. */
export const SOURCE_BACK_OFF = 5000;
/** Nobody waits longer than this for a source that is asked to go. */
export const SOURCE_UNLOAD_LIMIT = 2000;

/** What a source's handle is given of the world. */
export interface SourceWorld {
  readonly clock: Clock;
  log(source: string): Logger;
  problems(owner: string): ProblemReporter;
  /** The back-end of a name, or why it is not there. */
  plugin(backend: string): SourcePlugin | { readonly missing: string };
  dataFolder(backend: string): string;
  patchFolder(): string | undefined;
  /** Why a configuration does not fit its back-end's schema; undefined when it does. */
  fault?(plugin: SourcePlugin, config: SourceConfig): string | undefined;
}

/** Thrown where a source cannot be asked now. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}

/**
 * One source: idle -> loading -> ready or degraded, or failed -> (pause) -> loading. It is loaded when it is first
 * asked; what fails to load is never used half-loaded.
 */
export class SourceHandle implements SourceView {
  state: SourceView['state'];
  message = '';
  readonly #world: SourceWorld;
  readonly #onChange: (source: string) => void;
  readonly #problems: ProblemReporter;
  #source: Source | undefined;
  #loading: Promise<Source> | undefined;
  #abort = new AbortController();
  #retryAt = -Infinity;
  #gone = false;

  constructor(
    readonly config: SourceConfig,
    world: SourceWorld,
    onChange: (source: string) => void,
  ) {
    this.#world = world;
    this.#onChange = onChange;
    this.#problems = world.problems(`source ${config.name}`);
    this.state = config.enabled === false ? 'disabled' : 'idle';
    if (this.state === 'disabled') this.message = 'it is switched off';
  }

  get name(): string {
    return this.config.name;
  }

  get backend(): string {
    return this.config.backend;
  }

  /** How many entries it has, where it says so. */
  get count(): number | undefined {
    try {
      return this.#source?.count?.();
    } catch {
      return undefined;
    }
  }

  /** The loaded source, at once when it is there. Throws, or rejects with, `SourceUnavailable`. */
  use(): Source | Promise<Source> {
    if (this.#source) return this.#source;
    if (this.#gone) throw new SourceUnavailable('it is gone');
    if (this.state === 'disabled') throw new SourceUnavailable(this.message);
    if (this.#loading) return this.#loading;
    if (this.state === 'failed' && this.#world.clock.now() < this.#retryAt)
      throw new SourceUnavailable(this.message);
    return this.#load();
  }

  /** Forget a failure and whatever is loaded: the next use loads anew. */
  async reload(): Promise<void> {
    await this.#drop();
    this.#retryAt = -Infinity;
    if (this.state !== 'disabled') this.#become('idle', '');
  }

  /** Unload, once; a source that is still loading is unloaded as soon as it has loaded. */
  async unload(): Promise<void> {
    this.#gone = true;
    this.#problems.clear();
    await this.#drop();
  }

  #load(): Promise<Source> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#become('loading', '');
    const loading = this.#attempt(abort)
      .catch((thrown: unknown) => {
        abort.abort();
        if (this.#loading === loading) this.#failed(thrown);
        throw new SourceUnavailable(messageOf(thrown));
      })
      .finally(() => {
        if (this.#loading === loading) this.#loading = undefined;
      });
    this.#loading = loading;
    // Whoever waits hears of it; when nobody does, it is no stray rejection.
    loading.catch(() => undefined);
    return loading;
  }

  async #attempt(abort: AbortController): Promise<Source> {
    const { clock } = this.#world;
    const plugin = this.#world.plugin(this.backend);
    if ('missing' in plugin)
      throw fail('directory.no-backend', {
        source: this.name,
        backend: this.backend,
        reason: plugin.missing,
      });
    const config = withDefaults(this.config, plugin.manifest.defaults);
    const fault = this.#world.fault?.(plugin, config);
    if (fault !== undefined)
      throw fail('directory.bad-source', { source: this.name, where: 'the settings', reason: fault });
    const loading = Promise.resolve().then(() => plugin.load(this.#args(plugin, config, abort.signal)));
    const source = await withDeadline(clock, SOURCE_LOAD_LIMIT, () => loading).catch((thrown: unknown) => {
      // What loads too late is let go at once.
      loading.then(late => this.#unloadQuietly(late)).catch(() => undefined);
      throw thrown;
    });
    if (abort.signal.aborted) {
      void this.#unloadQuietly(source);
      throw new SourceUnavailable('it was unloaded');
    }
    if (typeof source?.search !== 'function' || typeof source.firstMatch !== 'function')
      throw new TypeError('load() gave nothing with search and firstMatch');
    this.#source = source;
    if (this.state === 'loading') this.#become('ready', '');
    return source;
  }

  #args(plugin: SourcePlugin, config: SourceConfig, signal: AbortSignal): SourceArgs {
    const { clock, log, dataFolder, patchFolder } = this.#world;
    return {
      config,
      clock,
      log: log(this.name),
      dataFolder: dataFolder(this.backend),
      patchFolder: patchFolder(),
      signal,
      makeEntry: entryMaker(config, plugin.manifest),
      setStatus: (state, message = '') => {
        if (!signal.aborted) this.#status(state, message);
      },
      changed: () => {
        if (!signal.aborted) this.#onChange(this.name);
      },
    };
  }

  #status(state: 'ok' | 'degraded', message: string): void {
    if (state === 'ok') {
      this.#problems.clear('directory.source-degraded');
      if (this.state === 'degraded') this.#become('ready', '');
      return;
    }
    if (this.state === 'degraded' && this.message === message) return;
    this.#problems.clear('directory.source-degraded');
    this.#report(fail('directory.source-degraded', { source: this.name, reason: message }), 'warning');
    this.#become('degraded', message);
  }

  #failed(thrown: unknown): void {
    const reason =
      thrown instanceof DeadlineError ? `it did not load within ${thrown.ms} ms` : messageOf(thrown);
    const error =
      thrown instanceof Coded
        ? thrown
        : fail('directory.source-failed', { source: this.name, reason }, thrown);
    this.#retryAt = this.#world.clock.now() + SOURCE_BACK_OFF;
    this.#world.log(this.name).warn(error.message);
    this.#problems.clear();
    this.#report(error, 'error');
    this.#become('failed', reason);
  }

  #report(error: CodedError, severity: 'error' | 'warning'): void {
    this.#problems.report(problemOf(error, { kind: 'plugin', plugin: `source ${this.name}` }, severity));
  }

  #become(state: SourceView['state'], message: string): void {
    if (state === 'ready') this.#problems.clear();
    if (this.state === state && this.message === message) return;
    this.state = state;
    this.message = message;
    if (!this.#gone) this.#onChange(this.name);
  }

  async #drop(): Promise<void> {
    this.#abort.abort();
    this.#loading = undefined;
    const source = this.#source;
    this.#source = undefined;
    if (source) await this.#unloadQuietly(source);
  }

  async #unloadQuietly(source: Source): Promise<void> {
    try {
      await withDeadline(this.#world.clock, SOURCE_UNLOAD_LIMIT, () => source.unload?.());
    } catch (thrown) {
      this.#world.log(this.name).warn(`it failed while it was unloaded: ${messageOf(thrown)}`);
    }
  }
}
