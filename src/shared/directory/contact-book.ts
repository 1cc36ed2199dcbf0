import { fail } from '../error/coded-error.ts';
import type { JsonValue } from '../patch/document.ts';
import { isList, isObject } from '../patch/json.ts';
import { formatCsvLine, parseCsv } from './csv.ts';
import { compareFolded, fold } from './fold.ts';

/** A contact's columns; its `id` is kept beside them. All values are texts, none is empty. */
export type Contact = Readonly<Record<string, string>>;

export interface ListOptions {
  readonly order?: string;
  readonly direction?: 'asc' | 'desc';
  readonly limit?: number;
  readonly offset?: number;
  /** Contacts of which a value contains this. */
  readonly search?: string;
}

export interface ImportReport {
  readonly created: readonly Contact[];
  readonly failed: readonly { readonly line: number; readonly errors: readonly string[] }[];
}

/** Contacts that a person keeps: columns as they like, no two with exactly the same values. */
export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #digests = new Map<string, string>();

  constructor(
    private readonly newId: () => string,
    kept?: JsonValue,
  ) {
    for (const item of isList(kept) ? kept : []) this.#restore(item);
  }

  get size(): number {
    return this.#contacts.size;
  }

  /** Throws `directory.bad-request` or `directory.duplicate-entry`. */
  create(given: unknown): Contact {
    const contact = checkContact(given);
    return this.#put(this.newId(), contact);
  }

  /** Throws `directory.no-entry`. */
  get(id: string): Contact {
    const contact = this.#contacts.get(id);
    if (!contact) throw fail('directory.no-entry', { id });
    return contact;
  }

  /**
   * Replaces all columns. Throws as `create` and `get`, and `directory.entry-changed` where the contact is not `seen`
   * any more; nothing has changed then.
   */
  edit(id: string, given: unknown, seen?: unknown): Contact {
    const before = this.get(id);
    if (seen !== undefined && digestOf(checkContact(seen)) !== digestOf(withoutId(before)))
      throw fail('directory.entry-changed', {});
    const contact = checkContact(given);
    const rival = this.#digests.get(digestOf(contact));
    if (rival !== undefined && rival !== id) throw fail('directory.duplicate-entry', {});
    this.#digests.delete(digestOf(withoutId(before)));
    return this.#put(id, contact);
  }

  remove(id: string): void {
    const contact = this.get(id);
    this.#contacts.delete(id);
    this.#digests.delete(digestOf(withoutId(contact)));
  }

  /** Put removed contacts back, each under its id; one that is there in the meantime is passed over. */
  restore(contacts: readonly Contact[]): void {
    for (const contact of contacts) if (!this.#contacts.has(contact['id'] ?? '')) this.#restore(contact);
  }

  purge(): void {
    this.#contacts.clear();
    this.#digests.clear();
  }

  /** All contacts, in the order of their making unless another is asked for. Throws `directory.bad-request`. */
  list(options: ListOptions = {}): Contact[] {
    const { order, direction, limit = Infinity, offset = 0, search } = options;
    let list = [...this.#contacts.values()];
    if (search !== undefined && search !== '')
      list = list.filter(contact => Object.values(contact).some(value => containsFolded(value, search)));
    if (order !== undefined) list = sortBy(list, order, direction === 'desc' ? -1 : 1);
    return list.slice(offset, offset + limit);
  }

  /**
   * Import CSV: the first line names the columns. A line with more or fewer cells, or the same as a contact that is
   * there, is told and left out. Throws `directory.csv-broken` when nothing could be created.
   */
  importCsv(text: string): ImportReport {
    const { rows, failed } = readRows(text);
    const created: Contact[] = [];
    for (const { line, contact } of rows) {
      try {
        created.push(this.create(contact));
      } catch (thrown) {
        failed.push({ line, errors: [thrown instanceof Error ? thrown.message : String(thrown)] });
      }
    }
    failed.sort((a, b) => a.line - b.line);
    if (created.length === 0) throw fail('directory.csv-broken', { reason: reasonOf(text, failed) });
    return { created, failed };
  }

  /** All contacts as CSV: the columns of all, sorted, in the first line. Empty when there are none. */
  exportCsv(): string {
    const contacts = [...this.#contacts.values()];
    if (contacts.length === 0) return '';
    const columns = [...new Set(contacts.flatMap(contact => Object.keys(contact)))].sort();
    return [columns, ...contacts.map(contact => columns.map(column => valueOf(contact, column)))]
      .map(formatCsvLine)
      .join('');
  }

  #put(id: string, contact: Contact): Contact {
    const digest = digestOf(contact);
    if (this.#digests.has(digest) && this.#digests.get(digest) !== id)
      throw fail('directory.duplicate-entry', {});
    const whole = Object.freeze({ ...contact, id });
    this.#contacts.set(id, whole);
    this.#digests.set(digest, id);
    return whole;
  }

  /** What a file holds is not believed: an item that is no contact is passed over. */
  #restore(item: JsonValue): void {
    const id = isObject(item) ? item['id'] : undefined;
    if (typeof id !== 'string' || id === '') return;
    try {
      this.#put(id, checkContact(item));
    } catch {
      // A duplicate or a broken item of a file that was edited by hand.
    }
  }
}

/** The columns of a contact that is to be kept. Throws `directory.bad-request`. */
function checkContact(given: unknown): Contact {
  const refuse = (reason: string) => fail('directory.bad-request', { reason });
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw refuse('A contact is an object');
  const contact: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(given)) {
    if (key.trim() === '') throw refuse('A column has no name');
    if (typeof value !== 'string') throw refuse(`The value of "${key.slice(0, 100)}" is no text`);
    if (key.length > 256 || value.length > 10_000)
      throw refuse(`The column "${key.slice(0, 100)}" is too long`);
    if (key !== 'id' && value !== '') contact[key] = value;
  }
  if (Object.keys(contact).length === 0) throw refuse('The contact is empty');
  return { ...contact };
}

function readRows(text: string) {
  const { records, broken } = parseCsv(text);
  const [head, ...lines] = records;
  const columns = head?.cells ?? [];
  const failed: { line: number; errors: string[] }[] = broken.map(line => ({
    line,
    errors: ['a quote is not closed'],
  }));
  const rows: { line: number; contact: Record<string, string> }[] = [];
  for (const { line, cells } of lines) {
    if (cells.length > columns.length) failed.push({ line, errors: ['too many fields'] });
    else if (cells.length < columns.length) failed.push({ line, errors: ['missing fields'] });
    else
      rows.push({
        line,
        contact: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
      });
  }
  return { rows, failed };
}

function reasonOf(text: string, failed: readonly { line: number; errors: readonly string[] }[]): string {
  if (text.trim() === '') return 'it is empty';
  const [first] = failed;
  return first
    ? `line ${first.line}: ${first.errors.join(', ')}`
    : 'it has no lines below the names of the columns';
}

function sortBy(list: readonly Contact[], column: string, sign: number): Contact[] {
  if (list.length > 0 && !list.some(contact => Object.hasOwn(contact, column)))
    throw fail('directory.bad-request', { reason: `order: column '${column}' was not found` });
  return [...list].sort((a, b) => sign * compareFolded(valueOf(a, column), valueOf(b, column)));
}

/** Its own value: a column may be called as something that every object has. */
function valueOf(contact: Contact, column: string): string {
  return Object.hasOwn(contact, column) ? (contact[column] ?? '') : '';
}

function containsFolded(value: string, term: string): boolean {
  return fold(value).includes(fold(term));
}

function withoutId(contact: Contact): Contact {
  const { id: _, ...rest } = contact;
  return rest;
}

function digestOf(contact: Contact): string {
  return JSON.stringify(Object.entries(contact).sort(([a], [b]) => (a < b ? -1 : 1)));
}
