import { createStore } from 'zustand/vanilla';
import type {
  FoundEntry,
  SearchAnswer,
  SourceAnswer,
  SourceInfo,
} from '../../shared/contract/calls/directory.ts';
import { messageOf } from '../../shared/error/coded-error.ts';
import type { Link } from '../link/link.ts';

export interface SearchModel {
  readonly term: string;
  /** Results of `term`, or of the one before until the first answer is there: a list that blinks cannot be read. */
  readonly results: readonly FoundEntry[];
  readonly sources: readonly SourceAnswer[];
  readonly busy: boolean;
  /** Why there was no answer at all; empty otherwise. */
  readonly fault: string;
}

const NOTHING: SearchModel = { term: '', results: [], sources: [], busy: false, fault: '' };
/** A pause of the hand in ms, after which it is worth asking. */
const PAUSE = 60;
const DEFAULT = 'default';
let lastSearch = 0;

/** Search as you type: each term cancels the one before; results come source by source. */
export class DirectorySearch {
  readonly store = createStore<SearchModel>(() => NOTHING);
  readonly #link: Link;
  readonly #profile: () => string;
  #current = '';
  /** The sources that can be searched, as one text. */
  #ready = '[]';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `profile` says which profile the next search uses. */
  constructor(link: Link, profile: () => string = () => DEFAULT) {
    this.#link = link;
    this.#profile = profile;
    link.on('directory.sourcesChanged', sources => {
      const ready = readyOf(sources);
      if (ready === this.#ready) return;
      this.#ready = ready;
      this.again();
    });
    link.on('directory.favoritesChanged', ({ source, id, on }) => this.#star(source, id, on));
  }

  type(term: string): void {
    clearTimeout(this.#timer);
    this.#cancel();
    if (term.trim() === '') return this.store.setState({ ...NOTHING, term });
    this.store.setState({ term, busy: true });
    this.#timer = setTimeout(() => void this.#run(term), PAUSE);
  }

  /** Sources are others now: what is shown is looked up anew. */
  again(): void {
    const { term } = this.store.getState();
    if (term.trim() !== '') this.type(term);
  }

  #cancel(): void {
    const search = this.#current;
    this.#current = '';
    if (search !== '') void this.#link.call('directory.cancelSearch', { search }).catch(() => undefined);
  }

  async #run(term: string): Promise<void> {
    const search = `palette${++lastSearch}`;
    this.#current = search;
    try {
      let answer = await this.#link.call('directory.search', { search, term, profile: this.#profile() });
      while (this.#show(search, answer)) answer = await this.#link.call('directory.more', { search });
    } catch (thrown) {
      if (this.#current !== search) return;
      this.#current = '';
      this.store.setState({ ...NOTHING, term, fault: messageOf(thrown) });
    }
  }

  /** Answers whether more is to come. */
  #show(search: string, { results, sources, done }: SearchAnswer): boolean {
    if (this.#current !== search) return false;
    if (done) this.#current = '';
    this.store.setState({ results: onePerChannel(results), sources, busy: !done, fault: '' });
    return !done;
  }

  #star(source: string, id: string, favorite: boolean): void {
    this.store.setState(({ results }) => ({
      results: results.map(one =>
        one.entry.source === source && one.entry.relations.source_entry_id === id
          ? { ...one, favorite }
          : one,
      ),
    }));
  }
}

/** The patch itself is a source too: a channel that a sheet has found is not told again. */
function onePerChannel(results: readonly FoundEntry[]): readonly FoundEntry[] {
  const seen = new Set<string>();
  return results.filter(({ entry: { relations }, title }) => {
    if (relations.instance === null || relations.channel === null) return true;
    const key = `${relations.instance}.${relations.channel}\n${title}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Other sources, or other content. One that fails again and again changes nothing: a search would wake it up anew. */
function readyOf(sources: readonly SourceInfo[]): string {
  const ready = sources.filter(one => one.state === 'ready' || one.state === 'degraded');
  return JSON.stringify(ready.map(one => [one.name, one.entries, one.config]));
}
