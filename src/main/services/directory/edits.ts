import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import { isList, isObject, type JsonObject, own } from '../../../shared/patch/json.ts';
import type { DirectoryDeps } from './directory-port.ts';

type ListName = 'sources' | 'profiles' | 'displays';

const WORDS = { sources: 'source', profiles: 'profile', displays: 'display' } as const;

/** Changes of the settings. What cannot be read in a section stays in it as it is. */
export class DirectoryEdits {
  constructor(private readonly deps: DirectoryDeps) {}

  async addSource(given: unknown, scope: DirectoryScope, client: string): Promise<string> {
    const source = this.deps.checkSource(given, 'the request');
    this.#mustBeFree('sources', source.name);
    await this.#changeList('sources', scope, `Add the source ${source.name}`, client, list => [
      ...list,
      asJson(source),
    ]);
    return source.name;
  }

  async editSource(name: string, given: unknown, client: string): Promise<void> {
    const source = this.deps.checkSource(given, 'the request');
    const scope = this.#scopeOf('sources', name);
    if (source.name !== name) this.#mustBeFree('sources', source.name);
    // A source that comes with the program is in no list until somebody changes it.
    await this.#changeList('sources', scope, `Change the source ${name}`, client, list =>
      list.some(item => isNamed(item, name))
        ? list.map(item => (isNamed(item, name) ? asJson(source) : item))
        : [...list, asJson(source)],
    );
  }

  async moveSource(name: string, index: number, client: string): Promise<void> {
    const scope = this.#scopeOf('sources', name);
    await this.#changeList('sources', scope, `Move the source ${name}`, client, list => {
      const moved = list.filter(item => isNamed(item, name));
      const others = list.filter(item => !isNamed(item, name));
      return [...others.slice(0, index), ...moved, ...others.slice(index)];
    });
  }

  async remove(key: ListName, name: string, client: string): Promise<void> {
    const scope = this.#scopeOf(key, name);
    await this.#changeList(key, scope, `Remove the ${WORDS[key]} ${name}`, client, list =>
      list.filter(item => !isNamed(item, name)),
    );
  }

  /** Add a profile or display, or replace the one of that name. */
  async set(
    key: 'profiles' | 'displays',
    given: unknown,
    scope: DirectoryScope,
    client: string,
  ): Promise<void> {
    const item = key === 'profiles' ? this.deps.checkProfile(given) : this.deps.checkDisplay(given);
    const there = this.deps.directory.settings.all(key).find(one => one.item.name === item.name);
    await this.#changeList(key, there?.scope ?? scope, `Set the ${WORDS[key]} ${item.name}`, client, list =>
      there ? list.map(one => (isNamed(one, item.name) ? asJson(item) : one)) : [...list, asJson(item)],
    );
  }

  /** Give a channel a name in the patch; an empty one takes it back. */
  async rename(instance: string, channel: string, name: string, client: string): Promise<void> {
    const section = this.deps.directory.settings.raw('patch');
    const before = own(section, 'names');
    const key = `${instance}.${channel}`;
    const { [key]: _, ...others } = isObject(before) ? before : {};
    const given = name.trim();
    const names: JsonObject = given === '' ? others : { ...others, [key]: given };
    const label = given === '' ? `Take back the name of ${key}` : `Name ${key} "${given}"`;
    await this.deps.directory.settings.change('patch', label, { ...section, names }, client);
  }

  mustBeThere(key: ListName, name: string): void {
    this.#scopeOf(key, name);
  }

  mustBeFree(key: ListName, name: string): void {
    this.#mustBeFree(key, name);
  }

  #mustBeFree(key: ListName, name: string): void {
    if (this.deps.directory.settings.all(key).some(one => one.item.name === name))
      throw fail('directory.duplicate', { name });
  }

  #scopeOf(key: ListName, name: string): DirectoryScope {
    const found = this.deps.directory.settings.all(key).find(one => one.item.name === name);
    if (found) return found.scope;
    if (key === 'sources') throw fail('directory.no-source', { source: name });
    if (key === 'profiles') throw fail('directory.no-profile', { profile: name });
    throw fail('directory.no-display', { display: name });
  }

  async #changeList(
    key: ListName,
    scope: DirectoryScope,
    label: string,
    client: string,
    change: (list: readonly JsonValue[]) => readonly JsonValue[],
  ): Promise<void> {
    const { settings } = this.deps.directory;
    const section = settings.raw(scope);
    const before = own(section, key);
    await settings.change(scope, label, { ...section, [key]: change(isList(before) ? before : []) }, client);
  }
}

function isNamed(item: JsonValue, name: string): boolean {
  const given = isObject(item) ? own(item, 'name') : undefined;
  return typeof given === 'string' && given.trim() === name;
}

/** What was checked came as JSON; members that are absent stay absent. */
function asJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
