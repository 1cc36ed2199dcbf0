import type {
  ChannelName,
  DirectoryScope,
  NameTable,
  ProfilesInfo,
} from '../../../shared/contract/calls/directory.ts';
import type { JsonObject } from '../../../shared/patch/json.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { Display, Profile, ProfileCatalogue } from '../../../shared/plugin/profile.ts';
import type {
  Entry,
  SourceCatalogue,
  SourceConfig,
  SourcePlugin,
  SourceView,
} from '../../../shared/plugin/source.ts';

type ListName = 'sources' | 'profiles' | 'displays';

/** What the service uses of the directory's settings. */
export interface SettingsPort {
  raw(scope: DirectoryScope): JsonObject;
  all(key: ListName): readonly { readonly scope: DirectoryScope; readonly item: { readonly name: string } }[];
  change(scope: DirectoryScope, label: string, section: JsonObject, client: string): Promise<void>;
}

/** What the service uses of the directory. */
export interface DirectoryPort {
  readonly catalogue: Omit<SourceCatalogue, 'list' | 'get'> & {
    list(): readonly (SourceView & { readonly count: number | undefined })[];
    get(name: string): (SourceView & { reload(): Promise<void> }) | undefined;
  };
  readonly settings: SettingsPort;
  readonly profiles: ProfileCatalogue & { info(): ProfilesInfo };
  readonly names: { moreOf(entry: Entry): number };
  nameOf(instance: string, channel: string): ChannelName | undefined;
  nameTable(): NameTable;
  settled(): Promise<void>;
  onChange(listener: (what: 'settings' | 'names') => void): Dispose;
}

export interface DirectoryDeps {
  readonly directory: DirectoryPort;
  backends(): readonly SourcePlugin[];
  /** Each throws a coded error that says what is wrong. */
  checkSource(given: unknown, where: string): SourceConfig;
  checkProfile(given: unknown): Profile;
  checkDisplay(given: unknown): Display;
}
