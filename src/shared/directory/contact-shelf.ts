import type { JsonValue } from '../patch/document.ts';
import { isObject, type JsonObject } from '../patch/json.ts';
import type { Dispose } from '../plugin/common.ts';
import { ContactBook } from './contact-book.ts';
import type { JsonStore } from './json-store.ts';

interface Kept {
  readonly book: ContactBook;
  about: JsonObject;
}

/** Books of contacts by key (a user, a phonebook), kept together in one store. */
export class ContactShelf {
  readonly #books = new Map<string, Kept>();
  readonly #listeners = new Set<(key: string) => void>();
  #loading: Promise<void> | undefined;

  constructor(
    private readonly store: JsonStore,
    readonly newId: () => string,
  ) {}

  /** Read the store, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  keys(): readonly string[] {
    return [...this.#books.keys()];
  }

  has(key: string): boolean {
    return this.#books.has(key);
  }

  /** The book of a key, made when it is new. */
  book(key: string): ContactBook {
    return this.#kept(key).book;
  }

  /** What is kept about a book: its name and so on. */
  about(key: string): JsonObject {
    return this.#books.get(key)?.about ?? {};
  }

  setAbout(key: string, about: JsonObject): Promise<void> {
    this.#kept(key).about = about;
    return this.save(key);
  }

  remove(key: string): Promise<void> {
    this.#books.delete(key);
    return this.save(key);
  }

  /** The book of a key was changed: keep it, tell whoever listens. */
  async save(key: string): Promise<void> {
    const all = [...this.#books].map(
      ([name, { book, about }]) => [name, { about, contacts: book.list() }] as const,
    );
    for (const listener of this.#listeners) listener(key);
    await this.store.write(Object.fromEntries(all));
  }

  onChange(listener: (key: string) => void): Dispose {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #kept(key: string): Kept {
    const known = this.#books.get(key);
    if (known) return known;
    const kept = { book: new ContactBook(this.newId), about: {} };
    this.#books.set(key, kept);
    return kept;
  }

  async #load(): Promise<void> {
    const value: JsonValue | undefined = await this.store.read();
    for (const [key, kept] of Object.entries(isObject(value) ? value : {})) {
      if (!isObject(kept)) continue;
      const about = kept['about'];
      this.#books.set(key, {
        book: new ContactBook(this.newId, kept['contacts']),
        about: isObject(about) ? about : {},
      });
    }
  }
}
