import type { JsonValue, Unknown } from './document.ts';
import { isList, isObject, type JsonObject, put, splitPointer } from './json.ts';

/** Member that holds, by pointer, what has no place of its own any more. */
export const UNREADABLE = 'unreadable';

/** A part that unknown things may lie in; freshly made, for it is filled in place. */
export type Part = readonly [pointer: string, value: JsonObject | JsonValue[]];

/**
 * An object from its fixed members (`head`), its parts by pointer, which are left out when empty, and unknown things,
 * which go back to where they were. What finds its place taken goes to the member `unreadable`; items of lists keep
 * their index as far as the list is long enough.
 */
export function assemble(head: JsonObject, parts: readonly Part[], unknown: Unknown = {}): JsonObject {
  const containers = new Map<string, JsonObject | JsonValue[]>([['', head], ...parts]);
  const strays = sortByIndex(unknown);
  const homeless: (readonly [string, JsonValue])[] = [];
  // From the deepest level up: only then is it known which parts are empty.
  for (let level = 2; level >= 0; level--) {
    for (const [where, part] of parts) {
      if (Object.keys(part).length > 0 && levelOf(where) === level) insertAt(containers, where, part);
    }
    for (const [where, value] of strays) {
      if (levelOf(where) === level && !insertAt(containers, where, value)) homeless.push([where, value]);
    }
  }
  homeless.push(...strays.filter(([where]) => levelOf(where) < 0 || levelOf(where) > 2));
  if (homeless.length > 0) put(head, UNREADABLE, Object.fromEntries(homeless));
  return head;
}

/** Take over what `assemble` found no place for. A pointer that is taken gets marks behind it: nothing is lost. */
export function readUnreadable(value: JsonValue, keep: Map<string, JsonValue>): void {
  if (!isObject(value)) return void keep.set(`/${UNREADABLE}`, value);
  for (const [where, part] of Object.entries(value)) {
    let free = where;
    while (keep.has(free)) free += '~';
    keep.set(free, part);
  }
}

/** 0 for a member of the object itself; -1 for what is no pointer to a member. */
function levelOf(where: string): number {
  return where.startsWith('/') ? where.split('/').length - 2 : -1;
}

function insertAt(
  containers: ReadonlyMap<string, JsonObject | JsonValue[]>,
  where: string,
  value: JsonValue,
): boolean {
  const place = splitPointer(where);
  const container = place && containers.get(place.parent);
  if (!container) return false;
  if (isList(container)) {
    if (!/^\d{1,9}$/.test(place.key)) return false;
    (container as JsonValue[]).splice(Number(place.key), 0, value);
    return true;
  }
  if (!isObject(container) || place.key === UNREADABLE || Object.hasOwn(container, place.key)) return false;
  put(container, place.key, value);
  return true;
}

/** Lower indexes first, so that each item of a list lands where it was. */
function sortByIndex(unknown: Unknown): readonly (readonly [string, JsonValue])[] {
  const index = (where: string) => Number(/\/(\d{1,9})$/.exec(where)?.[1] ?? 0);
  return Object.entries(unknown).sort(([a], [b]) => index(a) - index(b));
}
