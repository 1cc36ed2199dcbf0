import { createStore } from 'zustand/vanilla';
import type { PhonebookInfo } from '../../shared/contract/calls/contacts.ts';
import type { Contact } from '../../shared/directory/contact-book.ts';
import type { Link } from '../link/link.ts';
import { bookCalls, PERSONAL } from './contacts-calls.ts';

export interface ContactsModel {
  /** Undefined until the engine has answered. */
  readonly phonebooks: readonly PhonebookInfo[] | undefined;
  /** The books that are looked at, by key; absent until the engine has answered. */
  readonly books: ReadonlyMap<string, readonly Contact[]>;
}

/** Many changes in a row are asked about once, after so many ms. */
const PAUSE = 40;

/** Personal entries and phonebooks. A book may be long: it is followed only while somebody looks at it. */
export class Contacts {
  readonly store = createStore<ContactsModel>(() => ({ phonebooks: undefined, books: new Map() }));
  readonly #link: Link;
  readonly #watchers = new Map<string, number>();
  readonly #planned = new Map<string, ReturnType<typeof setTimeout>>();
  /** How often a book was asked for: an answer that was overtaken does not count. */
  readonly #asked = new Map<string, number>();

  constructor(link: Link) {
    this.#link = link;
    link.onOpen(() => {
      void this.#loadPhonebooks();
      for (const key of this.#watchers.keys()) void this.#load(key);
    });
    link.on('personal.changed', () => this.#changed(PERSONAL));
    link.on('phonebook.changed', ({ phonebook }) => {
      void this.#loadPhonebooks();
      this.#changed(phonebook);
    });
  }

  /** Load a book and keep it up to date, until the answer is called. */
  watch(key: string): () => void {
    const watchers = this.#watchers.get(key) ?? 0;
    this.#watchers.set(key, watchers + 1);
    if (watchers === 0) void this.#load(key);
    return () => this.#unwatch(key);
  }

  #unwatch(key: string): void {
    const left = (this.#watchers.get(key) ?? 1) - 1;
    if (left > 0) return void this.#watchers.set(key, left);
    this.#watchers.delete(key);
    this.#put(key, undefined);
  }

  #changed(key: string): void {
    if (!this.#watchers.has(key) || this.#planned.has(key)) return;
    const run = () => {
      this.#planned.delete(key);
      void this.#load(key);
    };
    this.#planned.set(key, setTimeout(run, PAUSE));
  }

  async #load(key: string): Promise<void> {
    const turn = (this.#asked.get(key) ?? 0) + 1;
    this.#asked.set(key, turn);
    // A phonebook that is gone is an empty one; that it is gone is told by the list of phonebooks.
    const contacts = await bookCalls(this.#link, key)
      .list()
      .catch(() => []);
    if (this.#asked.get(key) === turn && this.#watchers.has(key)) this.#put(key, contacts);
  }

  #put(key: string, contacts: readonly Contact[] | undefined): void {
    this.store.setState(({ books }) => {
      const next = new Map(books);
      if (contacts) next.set(key, contacts);
      else next.delete(key);
      return { books: next };
    });
  }

  async #loadPhonebooks(): Promise<void> {
    try {
      const { items } = await this.#link.call('phonebook.phonebooks', {});
      this.store.setState({ phonebooks: [...items].sort((a, b) => a.name.localeCompare(b.name)) });
    } catch {
      this.store.setState({ phonebooks: [] });
    }
  }
}
