import type { InstanceDecl, JsonValue, MappingDecl, PatchDocument } from './document.ts';
import { pairKey } from './draft.ts';

/** An instance that is in both documents but not alike. A changed `backend` makes it another thing altogether. */
export interface InstanceChange {
  readonly before: InstanceDecl;
  readonly after: InstanceDecl;
  readonly backend: boolean;
  readonly options: boolean;
  readonly channels: boolean;
}

/** What is different between two patches for those who run them; places on the canvas do not count. */
export interface PatchDiff {
  readonly instances: {
    readonly added: readonly InstanceDecl[];
    readonly removed: readonly InstanceDecl[];
    readonly changed: readonly InstanceChange[];
  };
  readonly mappings: {
    readonly added: readonly MappingDecl[];
    readonly removed: readonly MappingDecl[];
    /** Same ends, other `both` or `off`. */
    readonly changed: readonly { readonly before: MappingDecl; readonly after: MappingDecl }[];
  };
  /** Names of backends whose options as a whole changed. */
  readonly globals: readonly string[];
  /** Names of sections that changed, came or went. */
  readonly sections: readonly string[];
  /** Nothing of the above. */
  readonly empty: boolean;
}

/** Compare two patches. A rename is one removed and one added instance: its sockets and values have another name. */
export function diffPatches(a: PatchDocument, b: PatchDocument): PatchDiff {
  const instances = diffLists(a.instances, b.instances, instance => instance.name, sameInstance);
  const mappings = diffLists(a.mappings, b.mappings, pairKey, sameMapping);
  const globals = diffRecords(a.globals, b.globals);
  const sections = diffRecords(a.sections, b.sections);
  const changed = instances.changed.map(describeChange);
  const lists = [instances.added, instances.removed, changed, mappings.added, mappings.removed];
  return {
    instances: { ...instances, changed },
    mappings,
    globals,
    sections,
    empty: [...lists, mappings.changed, globals, sections].every(list => list.length === 0),
  };
}

function describeChange({ before, after }: { before: InstanceDecl; after: InstanceDecl }): InstanceChange {
  return {
    before,
    after,
    backend: before.backend !== after.backend,
    options: !sameJson(before.options, after.options),
    channels: !sameJson(before.channels, after.channels),
  };
}

interface ListDiff<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly { readonly before: T; readonly after: T }[];
}

function diffLists<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (item: T) => string,
  same: (x: T, y: T) => boolean,
): ListDiff<T> {
  if (a === b) return { added: [], removed: [], changed: [] };
  const before = new Map(a.map(item => [keyOf(item), item]));
  const added: T[] = [];
  const changed: { before: T; after: T }[] = [];
  for (const item of b) {
    const key = keyOf(item);
    const old = before.get(key);
    before.delete(key);
    if (old === undefined) added.push(item);
    else if (old !== item && !same(old, item)) changed.push({ before: old, after: item });
  }
  return { added, removed: [...before.values()], changed };
}

function diffRecords<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): readonly string[] {
  if (a === b) return [];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  const at = (record: Readonly<Record<string, T>>, name: string) =>
    Object.hasOwn(record, name) ? record[name] : undefined;
  return [...names].filter(name => !sameJson(at(a, name) as JsonValue, at(b, name) as JsonValue));
}

function sameInstance(a: InstanceDecl, b: InstanceDecl): boolean {
  return a.backend === b.backend && sameJson(a.options, b.options) && sameJson(a.channels, b.channels);
}

function sameMapping(a: MappingDecl, b: MappingDecl): boolean {
  return a.both === b.both && a.off === b.off;
}

/** Order of members counts: of patterns, the first match wins. */
function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
