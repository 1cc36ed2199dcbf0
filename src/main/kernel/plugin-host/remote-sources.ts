import type { Dispose } from '../../../shared/plugin/common.ts';
import type { CatalogueCall, SourceCatalogue, SourceView } from '../../../shared/plugin/source.ts';

type Ask = (request: object) => Promise<unknown>;

/** The event that brings the list of sources; its payload fits `SourceView`. */
const CHANGED = 'directory.sourcesChanged';

/** The catalogue as a plugin's thread has it: the list is kept up to date by events, questions travel. */
export class RemoteSources {
  #views: readonly SourceView[];
  readonly #listeners = new Set<(source: string) => void>();
  readonly catalogue: SourceCatalogue;

  constructor(views: readonly SourceView[], ask: Ask) {
    this.#views = views;
    const put = (op: string, params: object, { signal: _, timeout, ...call }: CatalogueCall) =>
      // Infinity is no JSON: no limit is simply not told.
      ask({ op, ...params, call: Number.isFinite(timeout) ? { ...call, timeout } : call }) as Promise<never>;
    this.catalogue = {
      get: name => this.#views.find(view => view.name === name),
      list: () => this.#views,
      search: (sources, term, call) => put('search', { sources, term }, call),
      firstMatch: (sources, key, call) => put('firstMatch', { sources, key }, call),
      matchAll: (sources, keys, call) => put('matchAll', { sources, keys }, call),
      listIds: (ids, call) => put('listIds', { ids: Object.fromEntries(ids) }, call),
      all: (sources, call) => put('all', { sources }, call),
      onDidChange: listener => this.#listen(listener),
    };
  }

  hear(event: string, payload: unknown): void {
    if (event !== CHANGED || !Array.isArray(payload)) return;
    const before = new Map(this.#views.map(view => [view.name, JSON.stringify(view)]));
    this.#views = payload as readonly SourceView[];
    for (const view of this.#views) {
      if (before.get(view.name) !== JSON.stringify(view))
        for (const listener of this.#listeners) listener(view.name);
    }
  }

  #listen(listener: (source: string) => void): Dispose {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
