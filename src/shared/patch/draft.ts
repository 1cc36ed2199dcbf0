import type { Options } from './options.ts';
import type { InstanceDecl, JsonValue, MappingDecl, NodeLayout, PatchDocument } from './document.ts';

/** Searches by key before a set of all keys is worth its building. */
const SCANS_BEFORE_INDEX = 16;

/** How items of a list are told apart: `K` is what names one, and every item names itself. */
interface Identity<T extends K, K> {
  readonly same: (item: T, key: K) => boolean;
  readonly text: (key: K) => string;
}

/** A list that is copied when it is first changed, with quick answers to "is this there?". */
export class DraftList<T extends K, K> {
  #items: readonly T[];
  #own: T[] | undefined;
  #keys: Set<string> | undefined;
  #scans = 0;
  /** Where the last search ended: a run of edits mostly walks through the list, up or down. */
  #hint = 0;

  constructor(
    base: readonly T[],
    private readonly identity: Identity<T, K>,
  ) {
    this.#items = base;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Index of the item of this key, -1 when there is none. */
  indexOf(key: K): number {
    if (!this.#keys && ++this.#scans > SCANS_BEFORE_INDEX) {
      this.#keys = new Set(this.#items.map(item => this.identity.text(item)));
    }
    if (this.#keys?.has(this.identity.text(key)) === false) return -1;
    const { length } = this.#items;
    for (let step = 0; step < length; step++) {
      const up = this.#hint + step;
      const down = this.#hint - 1 - step;
      if (up >= length && down < 0) break;
      if (this.#isAt(up, key)) return (this.#hint = up);
      if (this.#isAt(down, key)) return (this.#hint = down);
    }
    return -1;
  }

  get(key: K): T | undefined {
    const at = this.indexOf(key);
    return at < 0 ? undefined : this.#items[at];
  }

  insert(item: T, index = this.#items.length): void {
    const at = Math.min(index, this.#items.length);
    this.#mutable().splice(at, 0, item);
    this.#keys?.add(this.identity.text(item));
  }

  removeAt(index: number): void {
    const [gone] = this.#mutable().splice(index, 1);
    if (gone !== undefined) this.#keys?.delete(this.identity.text(gone));
  }

  /** The item keeps its place. */
  replaceAt(index: number, item: T): void {
    const items = this.#mutable();
    const [before] = items.splice(index, 1, item);
    if (before !== undefined) this.#keys?.delete(this.identity.text(before));
    this.#keys?.add(this.identity.text(item));
  }

  replaceAll(items: T[]): void {
    this.#items = this.#own = items;
    this.#keys = undefined;
  }

  #isAt(index: number, key: K): boolean {
    const item = this.#items[index];
    return item !== undefined && this.identity.same(item, key);
  }

  #mutable(): T[] {
    this.#items = this.#own ??= [...this.#items];
    return this.#own;
  }
}

/** A record that is copied when it is first changed. A Map inside, so that no key (`__proto__`) is special. */
export class DraftMap<V> {
  #map: Map<string, V> | undefined;

  constructor(readonly base: Readonly<Record<string, V>>) {}

  get(key: string): V | undefined {
    if (this.#map) return this.#map.get(key);
    return Object.hasOwn(this.base, key) ? this.base[key] : undefined;
  }

  set(key: string, value: V | undefined): void {
    this.#map ??= new Map(Object.entries(this.base));
    if (value === undefined) this.#map.delete(key);
    else this.#map.set(key, value);
  }

  keys(): readonly string[] {
    return this.#map ? [...this.#map.keys()] : Object.keys(this.base);
  }

  finish(): Readonly<Record<string, V>> {
    return this.#map ? Object.fromEntries(this.#map) : this.base;
  }
}

/** The ends of a wire, which are its identity. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** Identity of a mapping as one string; unlike `mappingKey` never ambiguous. */
export function pairKey(pair: Pair): string {
  return `${pair.from.length}:${pair.from}${pair.to}`;
}

interface Named {
  readonly name: string;
}

const BY_NAME: Identity<InstanceDecl, Named> = { same: (a, b) => a.name === b.name, text: key => key.name };
const BY_PAIR: Identity<MappingDecl, Pair> = {
  same: (a, b) => a.from === b.from && a.to === b.to,
  text: pairKey,
};

/** A document in the making: many operations cost one copy. The document it began with is never touched. */
export class Draft {
  readonly instances: DraftList<InstanceDecl, Named>;
  readonly mappings: DraftList<MappingDecl, Pair>;
  readonly globals: DraftMap<Options>;
  readonly sections: DraftMap<JsonValue>;
  readonly nodes: DraftMap<NodeLayout>;
  readonly extra: DraftMap<JsonValue>;

  constructor(readonly base: PatchDocument) {
    this.instances = new DraftList(base.instances, BY_NAME);
    this.mappings = new DraftList(base.mappings, BY_PAIR);
    this.globals = new DraftMap(base.globals);
    this.sections = new DraftMap(base.sections);
    this.nodes = new DraftMap(base.layout.nodes);
    this.extra = new DraftMap(base.layout.extra);
  }

  finish(): PatchDocument {
    return {
      ...this.base,
      globals: this.globals.finish(),
      instances: this.instances.items,
      mappings: this.mappings.items,
      sections: this.sections.finish(),
      layout: { nodes: this.nodes.finish(), extra: this.extra.finish() },
    };
  }
}
