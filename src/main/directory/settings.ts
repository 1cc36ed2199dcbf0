import type { DirectoryScope } from '../../shared/contract/calls/directory.ts';
import type { JsonStore } from '../../shared/directory/json-store.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { problemOf, type ProblemReport } from '../../shared/error/problem.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import { isObject, type JsonObject } from '../../shared/patch/json.ts';
import type { ProblemReporter } from '../../shared/plugin/common.ts';
import type { SourceConfig } from '../../shared/plugin/source.ts';
import { type ReadSection, readSection } from './read-section.ts';

/** What edits the patch: one undoable step. */
export type EditPatch = (label: string, section: JsonObject) => Promise<void>;

export interface SettingsWorld {
  readonly store: JsonStore;
  readonly problems: ProblemReporter;
  /** Sources that come with the program. */
  readonly builtIn: readonly SourceConfig[];
  editPatch(client: string): EditPatch;
  onChange(): void;
}

const WHERE = { patch: 'the patch', app: 'the settings' } as const;

/**
 * The directory's configuration: the section `directory` of the open patch first, then what the user keeps for all
 * patches. Of two things with one name the first counts.
 */
export class DirectorySettings {
  readonly #world: SettingsWorld;
  #raw: Record<DirectoryScope, JsonObject> = { patch: {}, app: {} };
  #read: Record<DirectoryScope, ReadSection> = {
    patch: readSection(undefined, WHERE.patch),
    app: readSection(undefined, WHERE.app),
  };

  constructor(world: SettingsWorld) {
    this.#world = world;
  }

  async load(): Promise<void> {
    this.#take('app', await this.#world.store.read());
  }

  /** The patch's section as it is now. */
  setPatch(value: JsonValue | undefined): void {
    this.#take('patch', value);
  }

  get patch(): ReadSection {
    return this.#read.patch;
  }

  raw(scope: DirectoryScope): JsonObject {
    return this.#raw[scope];
  }

  /**
   * Everything of one list, the patch's first, with where it stands; of one name only the first. Sources that come with
   * the program are there unless another one of their back-end is.
   */
  all<K extends 'sources' | 'profiles' | 'displays'>(
    key: K,
  ): readonly { readonly scope: DirectoryScope; readonly item: ReadSection[K][number] }[] {
    const seen = new Set<string>();
    const given = (['patch', 'app'] as const).flatMap(scope =>
      this.#read[scope][key].flatMap(item => {
        if (seen.has(item.name)) return [];
        seen.add(item.name);
        return [{ scope, item: item as ReadSection[K][number] }];
      }),
    );
    if (key !== 'sources') return given;
    const sources = given.map(({ item }) => item as SourceConfig);
    const own = this.#world.builtIn.filter(
      source => !sources.some(other => other.backend === source.backend || other.name === source.name),
    );
    return [...given, ...own.map(item => ({ scope: 'app' as const, item: item as ReadSection[K][number] }))];
  }

  sources(): readonly SourceConfig[] {
    return this.all('sources').map(({ item }) => item);
  }

  /** Replace a section; in the patch that is an edit of `client`, which undo takes back. */
  async change(scope: DirectoryScope, label: string, section: JsonObject, client: string): Promise<void> {
    if (scope === 'patch') return this.#world.editPatch(client)(label, section);
    await this.#world.store.write(section);
    this.#take('app', section);
  }

  #take(scope: DirectoryScope, value: JsonValue | undefined): void {
    this.#raw[scope] = isObject(value) ? value : {};
    this.#read[scope] = readSection(value, WHERE[scope]);
    this.#report();
    this.#world.onChange();
  }

  #report(): void {
    this.#world.problems.clear();
    for (const scope of ['patch', 'app'] as const) {
      for (const problem of this.#read[scope].problems) this.#world.problems.report(problem);
    }
    for (const problem of this.#duplicates()) this.#world.problems.report(problem);
  }

  #duplicates(): ProblemReport[] {
    const names = [...this.#read.patch.sources, ...this.#read.app.sources].map(source => source.name);
    const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
    const place = { kind: 'plugin', plugin: 'directory' } as const;
    return [...twice].map(name => problemOf(fail('directory.duplicate', { name }), place, 'warning'));
  }
}
