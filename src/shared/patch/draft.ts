import type { Options } from './options.ts';
import type { InstanceDecl, JsonValue, MappingDecl, NodeLayout, PatchDocument } from './document.ts';

/** Searches by key before a set of all keys is worth its building. */
const SCANS_BEFORE_INDEX = 16;

/** A list that is copied when it is first changed, with quick answers to "is this key there?". */
export class DraftList<T> {
  #items: T[] | readonly T[];
  #own = false;
  #keys: Set<string> | undefined;
  #scans = 0;
  /** Where the last search ended: a run of edits mostly walks through the list. */
  #hint = 0;

  constructor(
    readonly base: readonly T[],
    private readonly keyOf: (item: T) => string,
  ) {
    this.#items = base;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Index of the item with this key, -1 when there is none. */
  indexOf(key: string): number {
    if (this.#keys?.has(key) === false) return -1;
    if (!this.#keys && ++this.#scans > SCANS_BEFORE_INDEX) this.#keys = new Set(this.#items.map(this.keyOf));
    const { length } = this.#items;
    for (let step = 0; step < length; step++) {
      const at = (this.#hint + step) % length;
      const item = this.#items[at] as T;
      if (this.keyOf(item) === key) return (this.#hint = at);
    }
    return -1;
  }

  get(key: string): T | undefined {
    const at = this.indexOf(key);
    return at < 0 ? undefined : this.#items[at];
  }

  insert(item: T, index = this.#items.length): void {
    const at = Math.min(index, this.#items.length);
    this.#mutable().splice(at, 0, item);
    this.#keys?.add(this.keyOf(item));
  }

  removeAt(index: number): void {
    const [gone] = this.#mutable().splice(index, 1);
    if (gone !== undefined) this.#keys?.delete(this.keyOf(gone));
  }

  /** The item keeps its place. */
  replaceAt(index: number, item: T): void {
    const items = this.#mutable();
    this.#keys?.delete(this.keyOf(items[index] as T));
    items[index] = item;
    this.#keys?.add(this.keyOf(item));
  }

  replaceAll(items: T[]): void {
    this.#items = items;
    this.#own = true;
    this.#keys = undefined;
  }

  #mutable(): T[] {
    if (!this.#own) this.#items = [...this.#items];
    this.#own = true;
    return this.#items as T[];
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

/** Identity of a mapping as one string; unlike `mappingKey` never ambiguous. */
export function pairKey(pair: { readonly from: string; readonly to: string }): string {
  return `${pair.from.length}:${pair.from}${pair.to}`;
}

/** A document in the making: many operations cost one copy. The document it began with is never touched. */
export class Draft {
  readonly instances: DraftList<InstanceDecl>;
  readonly mappings: DraftList<MappingDecl>;
  readonly globals: DraftMap<Options>;
  readonly sections: DraftMap<JsonValue>;
  readonly nodes: DraftMap<NodeLayout>;
  readonly extra: DraftMap<JsonValue>;

  constructor(readonly base: PatchDocument) {
    this.instances = new DraftList(base.instances, instance => instance.name);
    this.mappings = new DraftList(base.mappings, pairKey);
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
