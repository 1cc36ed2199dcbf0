import type { JsonValue } from '../patch/document.ts';
import type { Clock, Dispose, Logger, PluginManifest } from './common.ts';
import type { OptionSpec } from './option.ts';

export type Fields = Readonly<Record<string, JsonValue>>;

/** Where an entry belongs in a patch. */
export interface Relations {
  /** The entry's own id in its source; null where the source has no unique column. */
  readonly source_entry_id: string | null;
  /** The instance that the source is bound to. */
  readonly instance: string | null;
  /** The channel of that instance that the entry names, in the backend's syntax. */
  readonly channel: string | null;
  /** Canonical address inside a device: `cc:74`, `dmx:12`, `osc:/mix/1`. */
  readonly address: string | null;
}

/** One row of a directory. */
export interface Entry {
  readonly source: string;
  readonly backend: string;
  readonly fields: Fields;
  readonly relations: Relations;
  readonly is_personal: boolean;
  readonly is_deletable: boolean;
}

/** A source is one configured instance of a back-end. */
export interface SourceConfig {
  /** Unique; 1 to 512 characters, may contain `/`. */
  readonly name: string;
  readonly backend: string;
  readonly unique_column?: string | null;
  readonly searched_columns?: readonly (string | null)[];
  readonly first_matched_columns?: readonly (string | null)[];
  /** Templates such as `{firstname} {lastname}`; applied in order, later ones see earlier results. */
  readonly format_columns?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  /** The instance whose channels the entries name; without it a name would be guessed for the wrong device. */
  readonly bind?: { readonly instance: string; readonly channel?: string };
  readonly [option: string]: JsonValue | undefined;
}

export interface QueryArgs {
  readonly user: string;
  readonly profile: string;
  readonly signal: AbortSignal;
}

export interface SourceArgs {
  readonly config: SourceConfig;
  readonly log: Logger;
  readonly clock: Clock;
  readonly dataFolder: string;
  /** Folder of the open patch, for relative paths; undefined while the patch has no file. */
  readonly patchFolder: string | undefined;
  readonly signal: AbortSignal;
  /** An entry of this source: formats columns, takes the id from the unique column. */
  makeEntry(fields: Fields, relations?: Partial<Omit<Relations, 'source_entry_id'>>): Entry;
  /** `degraded`: answers, but not with its newest content. */
  setStatus(state: 'ok' | 'degraded', message?: string): void;
  /** The content is another now; names are looked up again. */
  changed(): void;
}

/** A loaded source. Every method may be slow, fail or hang: whoever calls sets a deadline. */
export interface Source {
  search(term: string, args: QueryArgs): readonly Entry[] | Promise<readonly Entry[]>;
  firstMatch(key: string, args: QueryArgs): Entry | null | Promise<Entry | null>;
  matchAll?(
    keys: readonly string[],
    args: QueryArgs,
  ): Readonly<Record<string, Entry>> | Promise<Readonly<Record<string, Entry>>>;
  list?(ids: readonly string[], args: QueryArgs): readonly Entry[] | Promise<readonly Entry[]>;
  all?(args: QueryArgs): readonly Entry[] | Promise<readonly Entry[]>;
  unload?(): void | Promise<void>;
}

/** A back-end of the directory: makes sources. */
export interface SourcePlugin {
  readonly manifest: PluginManifest & { readonly kind: 'source'; readonly options?: readonly OptionSpec[] };
  load(args: SourceArgs): Source | Promise<Source>;
  unload?(): void | Promise<void>;
}

export type { Dispose };
