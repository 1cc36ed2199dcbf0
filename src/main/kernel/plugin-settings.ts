import type { JsonStore } from '../../shared/directory/json-store.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import { isObject, type JsonObject, own } from '../../shared/patch/json.ts';
import type { OptionalKind as Kind } from './plugin-unit.ts';

const SECTIONS: Readonly<Record<Kind, string>> = { source: 'backends', service: 'services', view: 'views' };

/**
 * What a user decided about plugins: `enabled_plugins: {backends: {csv: true}, services: {}, views: {}}`, and the
 * configuration of each in `config: {views: {http: {port: 9489}}}`. What is not named is as it comes.
 */
export class PluginSettings {
  #value: JsonObject = {};

  constructor(private readonly store: JsonStore) {}

  async load(): Promise<void> {
    const value = await this.store.read();
    this.#value = isObject(value) ? value : {};
  }

  isEnabled(kind: Kind, name: string, otherwise: boolean): boolean {
    const given = own(this.#section('enabled_plugins', kind), name);
    return typeof given === 'boolean' ? given : otherwise;
  }

  /** Names that the settings want to be there. */
  wanted(kind: Kind): readonly string[] {
    return Object.entries(this.#section('enabled_plugins', kind)).flatMap(([name, on]) =>
      on === true ? [name] : [],
    );
  }

  configOf(kind: Kind, name: string): JsonObject {
    const given = own(this.#section('config', kind), name);
    return isObject(given) ? given : {};
  }

  /** Rejects with `file.unwritable`; then nothing is changed. */
  setEnabled(kind: Kind, name: string, on: boolean): Promise<void> {
    return this.#set('enabled_plugins', kind, name, on);
  }

  /** Rejects as `setEnabled`; undefined forgets the configuration. */
  setConfig(kind: Kind, name: string, config: JsonObject | undefined): Promise<void> {
    return this.#set('config', kind, name, config);
  }

  #section(part: string, kind: Kind): JsonObject {
    const all = own(this.#value, part);
    const section = isObject(all) ? own(all, SECTIONS[kind]) : undefined;
    return isObject(section) ? section : {};
  }

  async #set(part: string, kind: Kind, name: string, value: JsonValue | undefined): Promise<void> {
    const all = own(this.#value, part);
    const others = Object.entries(this.#section(part, kind)).filter(([one]) => one !== name);
    const section = Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
    const next = { ...this.#value, [part]: { ...(isObject(all) ? all : {}), [SECTIONS[kind]]: section } };
    await this.store.write(next);
    this.#value = next;
  }
}
