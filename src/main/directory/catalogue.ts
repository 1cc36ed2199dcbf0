import type { Dispose } from '../../shared/plugin/common.ts';
import type {
  CatalogueCall,
  Entry,
  Outcome,
  QueryArgs,
  Source,
  SourceCatalogue,
  SourceConfig,
} from '../../shared/plugin/source.ts';
import { askAll, type Question } from './fan-out.ts';
import { SourceHandle, type SourceWorld } from './source-handle.ts';

type Entries = readonly Entry[];
type ByKey = Readonly<Record<string, Entry>>;

/** Keeps a handle for each configured source, and asks them; see `SourceCatalogue`. */
export class Catalogue implements SourceCatalogue {
  #handles = new Map<string, SourceHandle>();
  readonly #listeners = new Set<(source: string) => void>();

  constructor(private readonly world: SourceWorld) {}

  get = (name: string): SourceHandle | undefined => this.#handles.get(name);
  list = (): readonly SourceHandle[] => [...this.#handles.values()];

  /** These are the sources from now on, in this order; one whose configuration is the same stays as it is. */
  async setSources(configs: readonly SourceConfig[]): Promise<void> {
    const before = this.#handles;
    const next = new Map<string, SourceHandle>();
    for (const config of configs) {
      const known = before.get(config.name);
      const same = known && JSON.stringify(known.config) === JSON.stringify(config);
      next.set(config.name, same ? known : new SourceHandle(config, this.world, this.#tell));
    }
    this.#handles = next;
    const gone = [...before.values()].filter(handle => next.get(handle.name) !== handle);
    // One that only stands elsewhere counts as changed too: the upper one's names count more.
    const moved = movedNames(before, next);
    for (const { name } of gone) if (!next.has(name)) this.#tell(name);
    for (const name of next.keys())
      if (before.get(name) !== next.get(name) || moved.has(name)) this.#tell(name);
    await Promise.all(gone.map(handle => handle.unload()));
  }

  /** A back-end came, went or is another now: its sources load anew. */
  async reloadBackend(backend: string): Promise<void> {
    await Promise.all(this.list().map(handle => (handle.backend === backend ? handle.reload() : undefined)));
  }

  /** Unload every source once, the last one first. */
  async unloadAll(): Promise<void> {
    const handles = [...this.list()].reverse();
    this.#handles = new Map();
    for (const handle of handles) await handle.unload();
  }

  search: SourceCatalogue['search'] = (sources, term, call, each) => {
    const { limit = Infinity } = call;
    const counts = new Map<string, number>();
    // What sources above have found leaves less room: one below need not gather what nobody will see.
    const roomOf = (name: string) => {
      let room = limit;
      for (const above of sources) {
        if (above === name || room <= 1) break;
        room -= counts.get(above) ?? 0;
      }
      return Math.max(1, room);
    };
    return this.#ask<Entries>(sources, call, {
      ask: (source, args, name) =>
        source.search(term, limit < Infinity ? withLimit(args, roomOf(name)) : args),
      fault: faultOfEntries,
      each: outcome => {
        if (outcome.ok) counts.set(outcome.source, outcome.value.length);
        each?.(outcome);
      },
    });
  };

  firstMatch: SourceCatalogue['firstMatch'] = async (sources, key, call) => {
    // A key without content fits every empty cell: it never matches.
    if (key.trim() === '') return { winner: null, outcomes: [] };
    const outcomes = await this.#ask<Entry | null>(sources, call, {
      ask: (source, args) => source.firstMatch(key, args),
      fault: answer =>
        answer === null || isEntry(answer) ? undefined : 'it gave something that is no entry',
      enough: answer => answer !== null,
    });
    const winner = outcomes.find(one => one.ok && one.value !== null);
    return { winner: winner?.ok === true ? winner.value : null, outcomes };
  };

  matchAll: SourceCatalogue['matchAll'] = (sources, keys, call) => {
    const wanted = [...new Set(keys)].filter(key => key.trim() !== '');
    return this.#ask<ByKey>(sources, call, {
      ask: (source, args) => source.matchAll?.(wanted, args) ?? matchOneByOne(source, wanted, args),
      fault: answer =>
        typeof answer === 'object' && answer !== null && Object.values(answer).every(isEntry)
          ? undefined
          : 'it gave something that is no record of entries',
    });
  };

  listIds: SourceCatalogue['listIds'] = (ids, call) =>
    this.#ask<Entries>([...ids.keys()], call, {
      ask: (source, args, name) => source.list?.(ids.get(name) ?? [], args),
      fault: faultOfEntries,
    });

  all: SourceCatalogue['all'] = (sources, call) =>
    this.#ask<Entries>(sources, call, {
      ask: (source, args) => source.all?.(args),
      fault: faultOfEntries,
    });

  onDidChange = (listener: (source: string) => void): Dispose => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #ask<T>(
    sources: readonly string[],
    call: CatalogueCall,
    question: Question<T>,
  ): Promise<readonly Outcome<T>[]> {
    const handles = sources.map(name => this.#handles.get(name) ?? name);
    return askAll(this.world.clock, handles, question, call);
  }

  readonly #tell = (source: string): void => {
    for (const listener of this.#listeners) {
      try {
        listener(source);
      } catch {
        // The others must hear of it, and this one of the next change.
      }
    }
  };
}

type Handles = ReadonlyMap<string, SourceHandle>;

/** Names that have another place among those that are in both. */
function movedNames(before: Handles, next: Handles): ReadonlySet<string> {
  const order = [...before.keys()].filter(name => next.has(name));
  const now = [...next.keys()].filter(name => before.has(name));
  return new Set(now.filter((name, place) => order[place] !== name));
}

async function matchOneByOne(
  source: Source,
  keys: readonly string[],
  args: Parameters<Source['firstMatch']>[1],
): Promise<ByKey> {
  const found: Record<string, Entry> = Object.create(null) as Record<string, Entry>;
  for (const key of keys) {
    if (args.signal.aborted) break;
    const entry = await source.firstMatch(key, args);
    if (entry) found[key] = entry;
  }
  return found;
}

function withLimit(args: QueryArgs, limit: number): QueryArgs {
  return args.limit === limit ? args : Object.freeze({ ...args, limit });
}

/** How many entries of an answer are looked at: what comes from elsewhere was checked one by one where it came in. */
const SAMPLE = 20;

function faultOfEntries(answer: Entries): string | undefined {
  const fault = 'it gave something that is no list of entries';
  if (!Array.isArray(answer)) return fault;
  for (let at = 0; at < answer.length && at < SAMPLE; at++) if (!isEntry(answer[at])) return fault;
  return undefined;
}

function isEntry(value: unknown): value is Entry {
  const { fields, relations } = (value ?? {}) as Partial<Entry>;
  return typeof fields === 'object' && fields !== null && typeof relations === 'object' && relations !== null;
}
