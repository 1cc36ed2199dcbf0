import type { SourceCatalogue, SourceConfig } from '../../../shared/plugin/source.ts';

/** Keys that say how a source is shown, not where its entries and their ids come from. */
const SHOWN = new Set([
  'name',
  'searched_columns',
  'first_matched_columns',
  'format_columns',
  'enabled',
  'bind',
]);

/**
 * Notices that a source is called otherwise: one is gone, and one that was not there before has its entries. So an undo
 * is noticed as well as an edit.
 */
export class RenamedSources {
  #known: ReadonlyMap<string, SourceConfig>;

  constructor(private readonly sources: Pick<SourceCatalogue, 'list' | 'get'>) {
    this.#known = this.#now();
  }

  /** Something about that source changed. The renames since the last change, as [before, after]. */
  changed(source: string): readonly (readonly [string, string])[] {
    // Most changes are those of a state.
    const config = this.sources.get(source)?.config;
    if (config !== undefined && this.#known.get(source) === config) return [];
    const before = this.#known;
    const now = this.#now();
    this.#known = now;
    const gone = named(before, name => !now.has(name));
    const fresh = named(now, name => !before.has(name));
    return [...gone].flatMap(([identity, [from, ...others]]) => {
      const [to, ...more] = fresh.get(identity) ?? [];
      const clear = others.length === 0 && more.length === 0;
      return clear && from !== undefined && to !== undefined ? [[from, to] as const] : [];
    });
  }

  #now(): ReadonlyMap<string, SourceConfig> {
    return new Map(this.sources.list().map(({ name, config }) => [name, config]));
  }
}

/** The names that `which` picks, by what their sources are. */
function named(
  configs: ReadonlyMap<string, SourceConfig>,
  which: (name: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, config] of configs) {
    if (!which(name)) continue;
    const identity = identityOf(config);
    names.set(identity, [...(names.get(identity) ?? []), name]);
  }
  return names;
}

function identityOf(config: SourceConfig): string {
  const own = Object.entries(config).filter(([key]) => !SHOWN.has(key));
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}
