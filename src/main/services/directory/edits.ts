import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { isObject, type JsonObject, own } from '../../../shared/patch/json.ts';
import type { DirectoryDeps } from './directory-port.ts';
import {
  asJson,
  type ChangeList,
  isNamed,
  isSame,
  type ListName,
  replaced,
  withDisplay,
  withList,
  withSource,
} from './section-edits.ts';

type SettableList = 'profiles' | 'displays';

export interface SetOptions {
  /** Where a new one goes, `patch` when absent; and where one that `replaces` another is moved. */
  readonly scope?: DirectoryScope;
  /** The name it had. */
  readonly replaces?: string;
  /** Refuse with `directory.changed-meanwhile` where it is not this any more. */
  readonly seen?: unknown;
}

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

  /** Profiles follow its name. */
  async editSource(name: string, given: unknown, client: string): Promise<void> {
    const source = this.deps.checkSource(given, 'the request');
    const scope = this.#scopeOf('sources', name);
    if (source.name !== name) this.#mustBeFree('sources', source.name);
    const label = `Change the source ${name}`;
    const follow = (section: JsonObject) =>
      source.name === name ? section : withSource(section, name, source.name);
    // A source that comes with the program is in no list until somebody changes it.
    await this.#change(scope, label, client, section =>
      follow(withList(section, 'sources', list => replaced(list, name, asJson(source)))),
    );
    await this.#change(scope === 'patch' ? 'app' : 'patch', label, client, follow);
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

  /** Add a profile or display, or replace the one of that name or the one it `replaces`. */
  async set(key: SettableList, given: unknown, how: SetOptions, client: string): Promise<void> {
    const check = (value: unknown) =>
      key === 'profiles' ? this.deps.checkProfile(value) : this.deps.checkDisplay(value);
    const item = check(given);
    const old = how.replaces ?? item.name;
    if (old !== item.name) this.#mustBeFree(key, item.name);
    const there = this.deps.directory.settings.all(key).find(one => one.item.name === old);
    if (how.seen !== undefined && (!there || !isSame(there.item, check(how.seen))))
      throw fail('directory.changed-meanwhile', { name: old });
    const stays = how.replaces === undefined || how.scope === undefined;
    const target = (stays ? there?.scope : undefined) ?? how.scope ?? 'patch';
    const label = `Set the ${WORDS[key]} ${item.name}`;
    const follow = (section: JsonObject) =>
      key === 'displays' && old !== item.name ? withDisplay(section, old, item.name) : section;
    await this.#change(target, label, client, section =>
      follow(withList(section, key, list => replaced(list, old, asJson(item)))),
    );
    const other = target === 'patch' ? 'app' : 'patch';
    await this.#change(other, label, client, section =>
      follow(
        there?.scope === other
          ? withList(section, key, list => list.filter(one => !isNamed(one, old)))
          : section,
      ),
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

  #changeList(
    key: ListName,
    scope: DirectoryScope,
    label: string,
    client: string,
    change: ChangeList,
  ): Promise<void> {
    return this.#change(scope, label, client, section => withList(section, key, change));
  }

  /** A section that stays as it is makes no step in the history. */
  async #change(
    scope: DirectoryScope,
    label: string,
    client: string,
    change: (section: JsonObject) => JsonObject,
  ): Promise<void> {
    const { settings } = this.deps.directory;
    const before = settings.raw(scope);
    const after = change(before);
    if (after !== before) await settings.change(scope, label, after, client);
  }
}
