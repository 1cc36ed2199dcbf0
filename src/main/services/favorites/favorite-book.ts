import { fail } from '../../../shared/error/coded-error.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import { isList, isObject } from '../../../shared/patch/json.ts';

/** Who starred what: (source, id of the entry in it) by user, in the order of starring. */
export class FavoriteBook {
  readonly #users = new Map<string, Map<string, string[]>>();

  constructor(kept?: JsonValue) {
    for (const [user, sources] of Object.entries(isObject(kept) ? kept : {})) {
      for (const [source, ids] of Object.entries(isObject(sources) ? sources : {})) {
        const texts = isList(ids) ? ids.filter(id => typeof id === 'string') : [];
        if (texts.length > 0) this.#of(user).set(source, [...new Set(texts)]);
      }
    }
  }

  idsOf(user: string): ReadonlyMap<string, readonly string[]> {
    return this.#users.get(user) ?? new Map();
  }

  /** Throws `directory.duplicate-favorite`. */
  add(user: string, source: string, id: string): void {
    const ids = this.#of(user).get(source) ?? [];
    if (ids.includes(id)) throw fail('directory.duplicate-favorite', { source, id });
    this.#of(user).set(source, [...ids, id]);
  }

  /** Throws `directory.no-favorite`. */
  remove(user: string, source: string, id: string): void {
    const ids = this.idsOf(user).get(source) ?? [];
    if (!ids.includes(id)) throw fail('directory.no-favorite', { source, id });
    this.#of(user).set(
      source,
      ids.filter(one => one !== id),
    );
  }

  /** A source is called otherwise now. True when anybody had starred something of it. */
  rename(source: string, to: string): boolean {
    let any = false;
    for (const sources of this.#users.values()) {
      const ids = sources.get(source);
      if (!ids) continue;
      any = true;
      sources.delete(source);
      sources.set(to, [...new Set([...(sources.get(to) ?? []), ...ids])]);
    }
    return any;
  }

  /** True when the user had any. */
  forget(user: string): boolean {
    return this.#users.delete(user);
  }

  toJson(): JsonValue {
    return Object.fromEntries([...this.#users].map(([user, sources]) => [user, Object.fromEntries(sources)]));
  }

  #of(user: string): Map<string, string[]> {
    const known = this.#users.get(user);
    if (known) return known;
    const made = new Map<string, string[]>();
    this.#users.set(user, made);
    return made;
  }
}
