import type { JsonValue } from '../patch/document.ts';
import { isList, isObject, type JsonObject, own } from '../patch/json.ts';

/** The section of a patch in which the directory keeps its sources and the names that were given. */
export const DIRECTORY_SECTION = 'directory';

/** The directory's section of a patch when an instance is renamed: bindings and given names follow. Undefined when nothing does. */
export function rebindSection(
  section: JsonValue | undefined,
  name: string,
  to: string,
): JsonObject | undefined {
  if (!isObject(section)) return undefined;
  const sources = own(section, 'sources');
  const names = own(section, 'names');
  const next: JsonObject = {
    ...section,
    ...(isList(sources) ? { sources: sources.map(source => rebindSource(source, name, to)) } : {}),
    ...(isObject(names) ? { names: renameKeys(names, name, to) } : {}),
  };
  return JSON.stringify(next) === JSON.stringify(section) ? undefined : next;
}

function rebindSource(source: JsonValue, name: string, to: string): JsonValue {
  const bind = isObject(source) ? own(source, 'bind') : undefined;
  if (!isObject(source) || !isObject(bind) || own(bind, 'instance') !== name) return source;
  return { ...source, bind: { ...bind, instance: to } };
}

function renameKeys(names: JsonObject, name: string, to: string): JsonObject {
  return Object.fromEntries(
    Object.entries(names).map(([key, value]) => [
      key.startsWith(`${name}.`) ? to + key.slice(name.length) : key,
      value,
    ]),
  );
}
