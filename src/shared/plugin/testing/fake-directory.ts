import type { ProblemReport } from '../../error/problem.ts';
import type { Clock, Dispose, LogLevel } from '../common.ts';
import { NO_SOURCES } from '../no-sources.ts';
import type { EventBus, ServiceArgs, ServiceCallable, ServiceRequest, ViewArgs } from '../service.ts';
import type { Entry, Fields, QueryArgs, Relations, Source, SourceArgs, SourceCatalogue } from '../source.ts';
import { memoryLog, memoryProblems } from './fake-host.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface FakeDirectoryOptions {
  readonly clock?: Clock;
  readonly dataFolder?: string;
  readonly services?: Readonly<Record<string, ServiceCallable>>;
  readonly sources?: SourceCatalogue;
  /** What `signal` shall be; when absent, one that fires at `dispose`. */
  readonly signal?: AbortSignal;
}

interface Loads<Args, Result> {
  load(args: Args): Result | Promise<Result>;
}

/**
 * The host of a directory plugin in its author's tests: load a back-end, a service or a view, ask it, and see what it
 * said.
 */
export class FakeDirectory {
  readonly events: { readonly event: string; readonly payload: unknown }[] = [];
  readonly statuses: { readonly state: string; readonly message: string }[] = [];
  readonly subscriptions: Dispose[] = [];
  readonly clock: Clock;
  /** How often the source said that its content changed. */
  changes = 0;
  readonly #options: FakeDirectoryOptions;
  readonly #abort = new AbortController();
  readonly #memory = memoryLog();
  readonly #problems = memoryProblems();
  readonly #listeners = new Set<(event: string, payload: unknown) => void>();

  constructor(options: FakeDirectoryOptions = {}) {
    this.#options = options;
    this.clock = options.clock ?? new VirtualClock();
  }

  get log(): readonly { level: LogLevel; text: string }[] {
    return this.#memory.lines;
  }

  get problems(): readonly ProblemReport[] {
    return this.#problems.standing;
  }

  /** One source of a back-end. The returned functions ask it as the directory does. */
  async source(plugin: Loads<SourceArgs, Source>, config: Readonly<Record<string, unknown>> = {}) {
    const whole = { name: 'test', backend: 'test', ...config } as SourceArgs['config'];
    const source = await plugin.load({
      config: whole,
      log: this.#memory.log,
      clock: this.clock,
      dataFolder: this.#options.dataFolder ?? '',
      patchFolder: undefined,
      signal: this.#signal(),
      makeEntry: (fields, relations) => plainEntry(whole, fields, relations),
      setStatus: (state, message = '') => void this.statuses.push({ state, message }),
      changed: () => void this.changes++,
    });
    const query: QueryArgs = { user: 'local', profile: 'default', signal: this.#signal() };
    return {
      source,
      search: async (term: string) => source.search(term, query),
      firstMatch: async (key: string) => source.firstMatch(key, query),
      list: async (ids: readonly string[]) => source.list?.(ids, query),
      all: async () => source.all?.(query),
    };
  }

  /** A service; the returned function calls it. */
  async service(plugin: Loads<ServiceArgs, ServiceCallable>, config: Readonly<Record<string, unknown>> = {}) {
    const { services = {}, sources = NO_SOURCES } = this.#options;
    const callable = await plugin.load({ ...this.#args(config), sources, service: name => services[name] });
    return (request: ServiceRequest) => callable(request, { client: 'test', signal: this.#signal() });
  }

  async view(
    plugin: Loads<ViewArgs & { readonly dataFolder: string }, void>,
    config: Readonly<Record<string, unknown>> = {},
  ) {
    const { services = {} } = this.#options;
    await plugin.load({ ...this.#args(config), services: new Map(Object.entries(services)) });
  }

  /** An event of the program, as services and views hear it. */
  publish(event: string, payload: unknown): void {
    for (const listener of this.#listeners) listener(event, payload);
  }

  /** What happens when a service or view goes, after its `unload`. */
  dispose(): void {
    this.#abort.abort();
    for (const dispose of this.subscriptions.splice(0).reverse()) dispose();
  }

  #args(config: Readonly<Record<string, unknown>>) {
    const bus: EventBus = {
      publish: (event, payload) => void this.events.push({ event, payload }),
      subscribe: listener => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
    return {
      config,
      log: this.#memory.log,
      clock: this.clock,
      problems: this.#problems.reporter,
      bus,
      dataFolder: this.#options.dataFolder ?? '',
      signal: this.#signal(),
      subscriptions: this.subscriptions,
    };
  }

  #signal(): AbortSignal {
    return this.#options.signal ?? this.#abort.signal;
  }
}

function plainEntry(
  config: SourceArgs['config'],
  fields: Fields,
  given: Partial<Omit<Relations, 'source_entry_id'>> = {},
): Entry {
  const id = typeof config.unique_column === 'string' ? fields[config.unique_column] : undefined;
  const relations: Relations = {
    source_entry_id: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
    instance: given.instance ?? config.bind?.instance ?? null,
    channel: given.channel ?? null,
    address: given.address ?? null,
  };
  return {
    source: config.name,
    backend: config.backend,
    fields,
    relations,
    is_personal: false,
    is_deletable: false,
  };
}
