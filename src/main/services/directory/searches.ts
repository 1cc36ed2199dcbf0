import type { FoundEntry, SearchAnswer, SourceAnswer } from '../../../shared/contract/calls/directory.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import type { Entry, Outcome, SourceCatalogue } from '../../../shared/plugin/source.ts';

/** A palette waits this long for a slow source, in ms, where its profile does not say. */
export const PALETTE_WAIT = 5000;
/** A search that nobody asked about for so long is forgotten, in ms. */
const FORGET_AFTER = 30_000;

export interface SearchOrder {
  readonly client: string;
  readonly search: string;
  readonly term: string;
  readonly profile: string;
  readonly user: string;
  readonly limit: number;
  /** Answer after so many ms with what is there. */
  readonly wait: number;
  readonly timeout: number;
  readonly sources: readonly string[];
  readonly signal: AbortSignal;
}

/** One search as it goes on: outcomes come in as sources answer. */
class Search {
  readonly abort = new AbortController();
  readonly #outcomes = new Map<string, Outcome<readonly Entry[]>>();
  #waiting: (() => void) | undefined;
  #told = -1;

  constructor(readonly order: SearchOrder) {
    order.signal.addEventListener('abort', this.#giveUp);
  }

  readonly #giveUp = () => this.abort.abort();

  /** All sources have answered: the window, which stays for long, need not hold on to this search. */
  release(): void {
    this.order.signal.removeEventListener('abort', this.#giveUp);
  }

  get done(): boolean {
    return this.#outcomes.size >= this.order.sources.length;
  }

  take(outcome: Outcome<readonly Entry[]>): void {
    this.#outcomes.set(outcome.source, outcome);
    if (this.done || this.#waiting) this.#wake();
  }

  /** Resolves when there is more than was told, and all after `ms` or when all is there. */
  async news(clock: Clock, ms: number, all: boolean): Promise<void> {
    if (this.done || (!all && this.#outcomes.size > this.#told)) return;
    await new Promise<void>(resolve => {
      const stop = clock.after(ms, resolve);
      this.#waiting = () => {
        if (all && !this.done) return;
        stop();
        resolve();
      };
    });
    this.#waiting = undefined;
  }

  answer(show: (entry: Entry) => FoundEntry): SearchAnswer {
    this.#told = this.#outcomes.size;
    const { search, sources, limit } = this.order;
    const results: FoundEntry[] = [];
    for (const source of sources) {
      const outcome = this.#outcomes.get(source);
      if (outcome?.ok === true)
        for (const entry of outcome.value.slice(0, limit - results.length)) results.push(show(entry));
    }
    return { search, results, sources: sources.map(source => this.#stateOf(source)), done: this.done };
  }

  #stateOf(source: string): SourceAnswer {
    const outcome = this.#outcomes.get(source);
    if (!outcome) return { source, state: 'pending', reason: '', ms: 0, count: 0 };
    const { ms } = outcome;
    if (outcome.ok) return { source, state: 'ok', reason: '', ms, count: outcome.value.length };
    return { source, state: outcome.reason, reason: outcome.message, ms, count: 0 };
  }

  #wake(): void {
    this.#waiting?.();
  }
}

/** Searches as people type them: one at a time for each window, answered piece by piece. */
export class Searches {
  readonly #searches = new Map<string, Search>();

  constructor(
    private readonly sources: Pick<SourceCatalogue, 'search'>,
    private readonly clock: Clock,
  ) {}

  async begin(order: SearchOrder, show: (entry: Entry) => FoundEntry): Promise<SearchAnswer> {
    this.cancelAll(order.client);
    const search = new Search(order);
    this.#searches.set(order.client, search);
    const { user, profile, timeout, limit } = order;
    const call = { user, profile, timeout, limit, signal: search.abort.signal };
    const asked = this.sources.search(order.sources, order.term, call, outcome => search.take(outcome));
    void asked.then(() => {
      search.release();
      this.clock.after(FORGET_AFTER, () => this.#forget(search));
    });
    await search.news(this.clock, order.wait, true);
    return search.answer(show);
  }

  /** Throws `directory.no-search`. */
  async more(client: string, id: string, show: (entry: Entry) => FoundEntry): Promise<SearchAnswer> {
    const search = this.#searches.get(client);
    if (search?.order.search !== id) throw fail('directory.no-search', { search: id });
    await search.news(this.clock, PALETTE_WAIT, false);
    return search.answer(show);
  }

  /** False when there was no such search. */
  cancel(client: string, id: string): boolean {
    const search = this.#searches.get(client);
    if (search?.order.search !== id) return false;
    this.cancelAll(client);
    return true;
  }

  cancelAll(client: string): void {
    this.#searches.get(client)?.abort.abort();
    this.#searches.delete(client);
  }

  close(): void {
    for (const client of [...this.#searches.keys()]) this.cancelAll(client);
  }

  #forget(search: Search): void {
    if (this.#searches.get(search.order.client) === search) this.#searches.delete(search.order.client);
  }
}
