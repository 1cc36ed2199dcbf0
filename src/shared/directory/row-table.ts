import type { JsonValue } from '../patch/document.ts';
import type { Entry, Fields, Relations, SourceConfig } from '../plugin/source.ts';
import { fold } from './fold.ts';

export type GivenRelations = Partial<Omit<Relations, 'source_entry_id'>>;
export type MakeEntry = (fields: Fields, relations?: GivenRelations) => Entry;

export interface Row {
  readonly fields: Fields;
  readonly relations?: GivenRelations;
}

/** Separates the columns of a row in the text that is searched; no one types it. */
const GAP = '\u0000';

/** The columns that a configuration names; null and empty ones are passed over. Undefined when it names none at all. */
export function columnsOf(given: SourceConfig['searched_columns']): readonly string[] | undefined {
  return given?.filter((column): column is string => typeof column === 'string' && column !== '');
}

/**
 * Rows in memory, searched as a source is: folded substrings for `search`, exact values for `firstMatch`, ids for
 * `list`. All columns are searched, and the address is matched, where the configuration does not name columns.
 */
export class RowTable {
  readonly #rows: readonly Row[];
  readonly #searched: readonly string[] | undefined;
  readonly #matched: readonly string[] | undefined;
  readonly #makeEntry: MakeEntry;
  readonly #entries: (Entry | undefined)[];
  #texts: readonly string[] | undefined;
  #byKey: Map<string, number> | undefined;
  #byId: Map<string, number> | undefined;

  constructor(rows: readonly Row[], config: SourceConfig, makeEntry: MakeEntry) {
    this.#rows = rows;
    this.#searched = columnsOf(config.searched_columns);
    this.#matched = columnsOf(config.first_matched_columns);
    this.#makeEntry = makeEntry;
    this.#entries = new Array<Entry | undefined>(rows.length);
  }

  get size(): number {
    return this.#rows.length;
  }

  /** Rows of which one column contains the term, or whose columns together contain each word of it. */
  search(term: string, limit = Infinity): Entry[] {
    const wanted = fold(term.trim());
    if (wanted === '') return [];
    const words = wanted.split(/\s+/);
    const found: Entry[] = [];
    const texts = (this.#texts ??= this.#rows.map((_, at) => this.#textOf(at)));
    for (let at = 0; at < texts.length && found.length < limit; at++) {
      const text = texts[at] ?? '';
      if (text.includes(wanted) || (words.length > 1 && words.every(word => text.includes(word))))
        found.push(this.#entry(at));
    }
    return found;
  }

  /** The first row, in their order, of which a matched column is exactly the key. An empty key never matches. */
  firstMatch(key: string): Entry | null {
    if (key === '') return null;
    const at = (this.#byKey ??= this.#indexKeys()).get(key);
    return at === undefined ? null : this.#entry(at);
  }

  matchAll(keys: readonly string[]): Record<string, Entry> {
    const found: Record<string, Entry> = Object.create(null) as Record<string, Entry>;
    for (const key of keys) {
      const entry = this.firstMatch(key);
      if (entry) found[key] = entry;
    }
    return found;
  }

  list(ids: readonly string[]): Entry[] {
    const index = (this.#byId ??= this.#indexIds());
    return ids.flatMap(id => {
      const at = index.get(id);
      return at === undefined ? [] : [this.#entry(at)];
    });
  }

  all(): Entry[] {
    return this.#rows.map((_, at) => this.#entry(at));
  }

  #entry(at: number): Entry {
    const row = this.#rows[at];
    return (this.#entries[at] ??= this.#makeEntry(row?.fields ?? {}, row?.relations));
  }

  #textOf(at: number): string {
    const fields = this.#rows[at]?.fields ?? {};
    const columns = this.#searched ?? Object.keys(fields);
    return fold(columns.map(column => textOf(this.#value(at, fields, column))).join(GAP));
  }

  /** A column of the row itself; else one that a template made. */
  #value(at: number, fields: Fields, column: string): JsonValue | undefined {
    return Object.hasOwn(fields, column) ? fields[column] : this.#entry(at).fields[column];
  }

  #indexKeys(): Map<string, number> {
    return this.#index((at, put) => {
      if (!this.#matched) return put(this.#entry(at).relations.address ?? '');
      const fields = this.#rows[at]?.fields ?? {};
      for (const column of this.#matched) put(textOf(this.#value(at, fields, column)));
    });
  }

  #indexIds(): Map<string, number> {
    return this.#index((at, put) => put(this.#entry(at).relations.source_entry_id ?? ''));
  }

  #index(visit: (at: number, put: (key: string) => void) => void): Map<string, number> {
    const index = new Map<string, number>();
    for (let at = 0; at < this.#rows.length; at++) {
      visit(at, key => {
        if (key !== '' && !index.has(key)) index.set(key, at);
      });
    }
    return index;
  }
}

function textOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return Object.values(value).map(textOf).join(GAP);
}
