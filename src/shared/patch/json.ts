import type { JsonValue } from './document.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

/** True for `{...}`: neither null nor an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for `[...]`. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Set an own property whatever its name: an assignment to `__proto__` would change the prototype instead. */
export function put(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** An own property; never one of the prototype such as `constructor`. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A JSON pointer (RFC 6901) from its parts. */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Parent and last part of a pointer; undefined for "" and for what is no pointer. */
export function splitPointer(text: string): { readonly parent: string; readonly key: string } | undefined {
  const slash = text.lastIndexOf('/');
  if (!text.startsWith('/')) return undefined;
  const key = text
    .slice(slash + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  return { parent: text.slice(0, slash), key };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Index behind the closing quote of the string that begins at `start`; -1 when it is not closed. */
export function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return -1;
}

/** How deep the brackets of a valid JSON text nest; strings are passed over. */
export function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i) - 1;
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}
