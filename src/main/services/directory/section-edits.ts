import type { JsonValue } from '../../../shared/patch/document.ts';
import { isList, isObject, type JsonObject, own } from '../../../shared/patch/json.ts';

export type ListName = 'sources' | 'profiles' | 'displays';
export type ChangeList = (list: readonly JsonValue[]) => readonly JsonValue[];

/** The section with one of its lists changed; everything else in it stays. */
export function withList(section: JsonObject, key: ListName, change: ChangeList): JsonObject {
  const before = own(section, key);
  return { ...section, [key]: change(isList(before) ? before : []) };
}

/** With the item in the place of the one named `old`, or at the end. */
export function replaced(list: readonly JsonValue[], old: string, item: JsonValue): readonly JsonValue[] {
  return list.some(one => isNamed(one, old))
    ? list.map(one => (isNamed(one, old) ? item : one))
    : [...list, item];
}

/** Profiles that show the display `old` show `name`; the section itself when there is none. */
export function withDisplay(section: JsonObject, old: string, name: string): JsonObject {
  const profiles = own(section, 'profiles');
  const shows = (one: JsonValue): one is JsonObject => {
    const display = isObject(one) ? own(one, 'display') : undefined;
    return display === old || (display !== undefined && isNamed(display, old));
  };
  if (!isList(profiles) || !profiles.some(shows)) return section;
  return { ...section, profiles: profiles.map(one => (shows(one) ? { ...one, display: name } : one)) };
}

/** Profiles that ask the source `old` ask `name`; the section itself when there is none. */
export function withSource(section: JsonObject, old: string, name: string): JsonObject {
  const profiles = own(section, 'profiles');
  if (!isList(profiles)) return section;
  const next = profiles.map(profile => profileWithSource(profile, old, name));
  return next.every((one, at) => one === profiles[at]) ? section : { ...section, profiles: next };
}

function profileWithSource(profile: JsonValue, old: string, name: string): JsonValue {
  const services = isObject(profile) ? own(profile, 'services') : undefined;
  if (!isObject(profile) || !isObject(services)) return profile;
  const asks = (service: JsonValue) => isObject(service) && sourcesOf(service).some(one => isNamed(one, old));
  if (!Object.values(services).some(asks)) return profile;
  const renamed = (service: JsonValue): JsonValue =>
    isObject(service) && asks(service)
      ? {
          ...service,
          sources: sourcesOf(service).map(one => (isNamed(one, old) ? { ...toObject(one), name } : one)),
        }
      : service;
  const entries = Object.entries(services).map(([key, service]) => [key, renamed(service)] as const);
  return { ...profile, services: Object.fromEntries(entries) };
}

function sourcesOf(service: JsonObject): readonly JsonValue[] {
  const sources = own(service, 'sources');
  return isList(sources) ? sources : [];
}

function toObject(value: JsonValue): JsonObject {
  return isObject(value) ? value : {};
}

/** The order of members does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function isNamed(item: JsonValue, name: string): boolean {
  const given = isObject(item) ? own(item, 'name') : undefined;
  return typeof given === 'string' && given.trim() === name;
}

/** What was checked came as JSON; members that are absent stay absent. */
export function asJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
