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
/** So many rows are prepared in one go. */
const SLICE = 1000;

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
  #byKey: ReadonlyMap<string, number> | undefined;
  #byId: ReadonlyMap<string, number> | undefined;

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

  /**
   * Make what questions need, a slice of rows at a time: whoever has many rows yields the thread between slices. Without
   * it the first question makes what it needs.
   */
  *prepare(): Generator<void> {
    const texts: string[] = [];
    const [byKey, byId] = [new Map<string, number>(), new Map<string, number>()];
    for (let at = 0; at < this.#rows.length; at++) {
      texts.push(this.#textOf(at));
      this.#putKeys(byKey, at);
      this.#putId(byId, at);
      if (at % SLICE === SLICE - 1) yield;
    }
    this.#texts = texts;
    this.#byKey = byKey;
    this.#byId = byId;
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
    const at = (this.#byKey ??= this.#index((map, row) => this.#putKeys(map, row))).get(key);
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
    const index = (this.#byId ??= this.#index((map, row) => this.#putId(map, row)));
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
    if (Object.hasOwn(fields, column)) return fields[column];
    const made = this.#entry(at).fields;
    return Object.hasOwn(made, column) ? made[column] : undefined;
  }

  #putKeys(map: Map<string, number>, at: number): void {
    if (!this.#matched) return putFirst(map, this.#entry(at).relations.address, at);
    const fields = this.#rows[at]?.fields ?? {};
    for (const column of this.#matched) putFirst(map, textOf(this.#value(at, fields, column)), at);
  }

  #putId(map: Map<string, number>, at: number): void {
    putFirst(map, this.#entry(at).relations.source_entry_id, at);
  }

  #index(put: (map: Map<string, number>, at: number) => void): ReadonlyMap<string, number> {
    const map = new Map<string, number>();
    for (let at = 0; at < this.#rows.length; at++) put(map, at);
    return map;
  }
}

/** The first row of a key keeps it; an empty key is none. */
function putFirst(map: Map<string, number>, key: string | null, at: number): void {
  if (key !== null && key !== '' && !map.has(key)) map.set(key, at);
}

function textOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return Object.values(value).map(textOf).join(GAP);
}
