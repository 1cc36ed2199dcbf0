import { z } from 'zod';
import type { OptionSpec } from '../../plugin/option.ts';
import type { DisplayColumn, Profile } from '../../plugin/profile.ts';
import type { Entry, SourceConfig } from '../../plugin/source.ts';
import { call } from '../call.ts';
import type { PluginInfo } from './devices.ts';

/** `patch` travels with the patch file and can be undone; `app` is there in every patch. */
export type DirectoryScope = 'patch' | 'app';

export type SourceState = 'idle' | 'loading' | 'ready' | 'degraded' | 'failed' | 'disabled';

/** A source of the directory as it is now. */
export interface SourceInfo {
  readonly name: string;
  readonly backend: string;
  readonly scope: DirectoryScope;
  readonly config: SourceConfig;
  readonly state: SourceState;
  /** Why it is degraded, failed or disabled; empty otherwise. */
  readonly message: string;
  /** Entries that name a channel; undefined while that is not known. */
  readonly entries: number | undefined;
}

/** A back-end that sources can be made of: makes the form of "Add a source". */
export interface SourceBackendInfo {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** The source may be bound to an instance, so that its entries name channels of it. */
  readonly binds: boolean;
}

/** How one source stands in a search: `pending` still searches, the others are done. */
export interface SourceAnswer {
  readonly source: string;
  readonly state: 'pending' | 'ok' | 'timeout' | 'error' | 'unavailable' | 'unsupported' | 'cancelled';
  /** In plain words; empty when ok. */
  readonly reason: string;
  /** Milliseconds it took. */
  readonly ms: number;
  /** How many entries it gave. */
  readonly count: number;
}

/** One result of a search as the palette shows it. */
export interface FoundEntry {
  readonly entry: Entry;
  /** The name of the channel or person. */
  readonly title: string;
  /** Where it is: section, manufacturer, address. */
  readonly subtitle: string;
  readonly favorite: boolean;
  /** Further entries of the same source with the same address ("+n"). */
  readonly more: number;
}

export interface SearchAnswer {
  readonly search: string;
  /** All results so far, sources in the order of the profile. */
  readonly results: readonly FoundEntry[];
  readonly sources: readonly SourceAnswer[];
  /** No source is pending any more. */
  readonly done: boolean;
}

/** The name of one channel of the patch. */
export interface ChannelName {
  readonly instance: string;
  readonly channel: string;
  readonly name: string;
  readonly source: string;
  /** Further entries of that source for the same channel ("+n"). */
  readonly more: number;
  /** Given by hand in this patch; `directory.rename` with an empty name takes it back. */
  readonly personal: boolean;
}

/** Why channels of an instance have no name although a source is bound to it. */
export interface NamelessReason {
  readonly instance: string;
  readonly source: string;
  readonly reason: string;
}

export interface NameTable {
  /** Counts up with each change. */
  readonly revision: number;
  readonly names: readonly ChannelName[];
  readonly missing: readonly NamelessReason[];
}

export interface DisplayInfo {
  readonly name: string;
  readonly columns: readonly DisplayColumn[];
}

export interface ProfilesInfo {
  readonly profiles: readonly (Profile & { readonly scope: DirectoryScope | 'built-in' })[];
  readonly displays: readonly (DisplayInfo & { readonly scope: DirectoryScope | 'built-in' })[];
}

const empty = z.strictObject({});
const name = z.string().min(1).max(512);
const scope = z.enum(['patch', 'app']).optional();
/** The service checks it in full and answers with a sentence of its own. */
const source = z.looseObject({ name, backend: z.string().min(1).max(200) });
const named = z.looseObject({ name });
const seen = named.optional();
const channel = z.string().min(1).max(1000);
const instance = z.string().min(1).max(200);
const search = z.string().min(1).max(100);
const done = call<{ done: boolean }>();
type PluginConfig = NonNullable<PluginInfo['config']>;
const pluginConfig = z.record(z.string().max(200), z.json()) as unknown as z.ZodType<
  PluginConfig,
  PluginConfig
>;

export const directoryCalls = {
  'directory.backends': call<readonly SourceBackendInfo[]>()(empty),
  'directory.sources': call<readonly SourceInfo[]>()(empty),
  /** `scope` is `patch` when absent. Throws `directory.bad-source` or `directory.duplicate`. */
  'directory.addSource': done(z.strictObject({ source, scope })),
  /** Replaces the configuration of the source `name`, in the scope it is in; its name may become another. */
  'directory.editSource': done(z.strictObject({ name, source })),
  'directory.removeSource': done(z.strictObject({ name })),
  /** The order of sources decides which of two names counts; `index` is among the sources of the same scope. */
  'directory.moveSource': done(z.strictObject({ name, index: z.number().int().min(0) })),
  /** Load it again now, without waiting for its pause. */
  'directory.reloadSource': done(z.strictObject({ name })),

  'directory.profiles': call<ProfilesInfo>()(empty),
  /**
   * Add a profile, or replace the one of its name; `replaces` is the name it had. With `replaces` a `scope` moves it
   * there. Throws `directory.changed-meanwhile` where it is not `seen` any more.
   */
  'directory.setProfile': done(z.strictObject({ profile: named, scope, replaces: name.optional(), seen })),
  'directory.removeProfile': done(z.strictObject({ name })),
  /** As `setProfile`; profiles that show it follow its name. */
  'directory.setDisplay': done(z.strictObject({ display: named, scope, replaces: name.optional(), seen })),
  'directory.removeDisplay': done(z.strictObject({ name })),

  /**
   * Search as you type. `search` is an id of the window's own; another search of the same window cancels this one.
   * Answers when all sources have answered, or after `wait` milliseconds (100 if absent) with what is there; then
   * `directory.more` answers as soon as there is more, until `done`.
   */
  'directory.search': call<SearchAnswer>()(
    z.strictObject({
      search,
      term: z.string().max(1000),
      profile: name.optional(),
      limit: z.number().int().min(1).max(1000).optional(),
      wait: z.number().int().min(0).max(5000).optional(),
    }),
  ),
  'directory.more': call<SearchAnswer>()(z.strictObject({ search })),
  'directory.cancelSearch': done(z.strictObject({ search })),

  /** The names of all channels of the running patch; `directory.namesChanged` brings the next table. */
  'directory.names': call<NameTable>()(empty),
  /** Names of channels that need not be in the patch (editor hover, detected controls), in the order asked; null = none. */
  'directory.nameOf': call<readonly (ChannelName | null)[]>()(
    z.strictObject({ instance, channels: z.array(channel).max(10_000) }),
  ),
  /** Give a channel a name of its own in this patch; an empty name takes it back. Can be undone. */
  'directory.rename': done(z.strictObject({ instance, channel, name: z.string().max(200) })),

  'directory.favorites': call<readonly FoundEntry[]>()(z.strictObject({ profile: name.optional() })),
  /** `id` is `relations.source_entry_id`; an entry without one cannot be a favourite. */
  'directory.star': done(z.strictObject({ source: name, id: z.string().max(1000), on: z.boolean() })),

  'plugins.list': call<readonly PluginInfo[]>()(empty),
  /** Takes effect at once and is kept. Throws `kernel.unknown-plugin` or `kernel.essential`. */
  'plugins.setEnabled': done(
    z.strictObject({ kind: z.string().max(20), name: z.string().max(200), on: z.boolean() }),
  ),
  /**
   * Replace the configuration of a service or view: it is checked, kept, and takes effect at once. A secret that is
   * absent stays as it was, one that is null is forgotten. Throws `kernel.config-refused`, `kernel.fixed` or
   * `kernel.no-config`, and then everything is as before. A plugin that cannot be loaded with it is listed as failed.
   */
  'plugins.configure': done(
    z.strictObject({
      kind: z.string().max(20),
      name: z.string().max(200),
      config: pluginConfig,
    }),
  ),
  /** Forget the configuration, secrets too. Throws as `plugins.configure`. */
  'plugins.resetConfig': done(z.strictObject({ kind: z.string().max(20), name: z.string().max(200) })),
  /** Unload and load one plugin again; with its package's other plugins when it is a third-party one. */
  'plugins.reload': done(z.strictObject({ kind: z.string().max(20), name: z.string().max(200) })),
  /** Look again for packages in the plugin folders: new ones are loaded, vanished ones unloaded. */
  'plugins.rescan': done(empty),
} as const;

export interface DirectoryEvents {
  'directory.sourcesChanged': readonly SourceInfo[];
  'directory.profilesChanged': ProfilesInfo;
  'directory.namesChanged': NameTable;
  /** Ask again with `directory.favorites`; search results show it at the next search. */
  'directory.favoritesChanged': { readonly source: string; readonly id: string; readonly on: boolean };
  'plugins.changed': readonly PluginInfo[];
}
