import type { PatchDocument } from './document.ts';

/**
 * True when both documents give the same file. Fast for a document and its own past: what is the same object needs no
 * comparison.
 */
export function sameDocument(a: PatchDocument, b: PatchDocument): boolean {
  return (
    a === b ||
    (a.version === b.version &&
      sameList(a.instances, b.instances) &&
      sameList(a.mappings, b.mappings) &&
      sameRecord(a.globals, b.globals) &&
      sameRecord(a.sections, b.sections) &&
      sameRecord(a.layout.nodes, b.layout.nodes) &&
      sameRecord(a.layout.extra, b.layout.extra) &&
      sameValue(a.unknown, b.unknown))
  );
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => sameValue(item, b[index])));
}

/** The order of members does not count: they are sorted when written. */
function sameRecord<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(key => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

/** May call alike things different (members in another order), never different things alike. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
