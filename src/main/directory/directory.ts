import type { ChannelName, NameTable } from '../../shared/contract/calls/directory.ts';
import type { JsonStore } from '../../shared/directory/json-store.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import type { Dispose, ProblemReporter } from '../../shared/plugin/common.ts';
import type { SourceConfig } from '../../shared/plugin/source.ts';
import { Catalogue } from './catalogue.ts';
import { NameIndex } from './name-index.ts';
import { Profiles } from './profiles.ts';
import { DirectorySettings, type EditPatch } from './settings.ts';
import { SOURCE_BACK_OFF, type SourceWorld } from './source-handle.ts';

export interface DirectoryWorld extends SourceWorld {
  /** The user's own sources, profiles and displays. */
  readonly store: JsonStore;
  /** Sources that are there unless others of their back-end are. */
  readonly builtIn: readonly SourceConfig[];
  editPatch(client: string): EditPatch;
}

/** A channel that the running patch uses. */
export interface UsedChannel {
  readonly instance: string;
  readonly channel: string;
  /** What the options of its instance call it. */
  readonly title?: string;
}

/** The directory as a whole: settings, sources, profiles, and the names of the patch's channels. */
export class Directory {
  readonly catalogue: Catalogue;
  readonly settings: DirectorySettings;
  readonly profiles: Profiles;
  readonly names: NameIndex;
  readonly #world: DirectoryWorld;
  readonly #listeners = new Set<(what: 'settings' | 'names') => void>();
  #channels: readonly UsedChannel[] = [];
  /** Titles by `instance.channel`. */
  #titles: ReadonlyMap<string, string> = new Map();
  #revision = 0;
  #applying: Promise<void> = Promise.resolve();
  #stopRetry: Dispose | undefined;
  #started = false;

  constructor(world: DirectoryWorld) {
    this.#world = world;
    this.catalogue = new Catalogue(world);
    const problems: ProblemReporter = world.problems('directory');
    this.settings = new DirectorySettings({
      store: world.store,
      builtIn: world.builtIn,
      problems,
      editPatch: world.editPatch,
      onChange: () => this.#settingsChanged(),
    });
    this.profiles = new Profiles(this.settings);
    this.names = new NameIndex(
      this.catalogue,
      instance => this.#channelsOf(instance),
      () => this.#namesChanged(),
    );
  }

  /** Read the user's settings and begin to load sources in the background. */
  async start(): Promise<void> {
    this.#started = true;
    await this.settings.load();
    this.#stopRetry = this.#world.clock.every(SOURCE_BACK_OFF, () => void this.names.settle());
  }

  /** The section `directory` of the open patch. */
  setPatch(section: JsonValue | undefined): void {
    this.settings.setPatch(section);
  }

  setChannels(channels: readonly UsedChannel[]): void {
    this.#channels = channels;
    this.#titles = new Map(
      channels.flatMap(({ instance, channel, title }) =>
        title === undefined ? [] : [[`${instance}.${channel}`, title]],
      ),
    );
    this.names.channelsChanged();
    this.#namesChanged();
  }

  /** Every source is as the settings say. */
  async settled(): Promise<void> {
    await this.#applying;
    await this.names.settle();
  }

  /** The name of a channel: one given by hand counts more than any source's, and that more than its own title. */
  nameOf(instance: string, channel: string): ChannelName | undefined {
    const key = `${instance}.${channel}`;
    const given = this.settings.patch.names.get(key);
    if (given !== undefined)
      return { instance, channel, name: given, source: 'personal', more: 0, personal: true };
    const title = this.#titles.get(key);
    const own = title === undefined ? undefined : { name: title, source: instance, more: 0, personal: false };
    return this.names.nameOf(instance, channel) ?? (own && { instance, channel, ...own });
  }

  /** The channels of the running patch, each with its name where it has one. */
  namedChannels(): readonly (UsedChannel & { readonly name: string | undefined })[] {
    return this.#channels.map(({ instance, channel }) => ({
      instance,
      channel,
      name: this.nameOf(instance, channel)?.name,
    }));
  }

  nameTable(): NameTable {
    const names = this.#channels.flatMap(({ instance, channel }) => this.nameOf(instance, channel) ?? []);
    return { revision: this.#revision, names, missing: this.names.missing() };
  }

  onChange(listener: (what: 'settings' | 'names') => void): Dispose {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#stopRetry?.();
    this.names.close();
    await this.#applying;
    await this.catalogue.unloadAll();
  }

  #settingsChanged(): void {
    if (!this.#started) return;
    const configs = this.settings.sources();
    this.#applying = this.#applying.then(() => this.catalogue.setSources(configs));
    this.#tell('settings');
    this.#namesChanged();
  }

  #namesChanged(): void {
    this.#revision++;
    this.#tell('names');
  }

  #channelsOf(instance: string): string[] {
    return this.#channels.filter(used => used.instance === instance).map(used => used.channel);
  }

  #tell(what: 'settings' | 'names'): void {
    for (const listener of this.#listeners) listener(what);
  }
}
