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
  /** More entries than this are not used; a source may stop there. Absent: all. */
  readonly limit?: number;
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
  /** Every entry; a source that cannot know them all (a remote one) has no such method. */
  all?(args: QueryArgs): readonly Entry[] | Promise<readonly Entry[]>;
  /** How many entries there are, where that is known. */
  count?(): number;
  unload?(): void | Promise<void>;
}

/** What a back-end takes for granted where a source's configuration says nothing. */
export type SourceDefaults = Pick<
  SourceConfig,
  'unique_column' | 'searched_columns' | 'first_matched_columns' | 'format_columns'
>;

export interface SourceManifest extends PluginManifest {
  readonly kind: 'source';
  /** One sentence for the list of back-ends. */
  readonly summary?: string;
  readonly options?: readonly OptionSpec[];
  /** JSON schema of a source's configuration; one that does not fit is refused before `load`. */
  readonly configSchema?: Readonly<Record<string, JsonValue>>;
  /** False where entries never name channels (people): no binding to an instance is offered. */
  readonly binds?: boolean;
  /** Its entries belong to one user, who may delete them. */
  readonly personal?: boolean;
  /** What a source's configuration is filled up with where it says nothing; columns of templates are added. */
  readonly defaults?: SourceDefaults;
}

/** A back-end of the directory: makes sources. */
export interface SourcePlugin {
  readonly manifest: SourceManifest;
  load(args: SourceArgs): Source | Promise<Source>;
  unload?(): void | Promise<void>;
}

/** Why a source did not answer. */
export type OutcomeReason = 'timeout' | 'error' | 'unavailable' | 'unsupported' | 'cancelled';

/** What one source gave in a query; `ms` is the time that it took. */
export type Outcome<T> =
  | { readonly source: string; readonly ok: true; readonly value: T; readonly ms: number }
  | {
      readonly source: string;
      readonly ok: false;
      readonly reason: OutcomeReason;
      readonly message: string;
      readonly ms: number;
    };

/** How a query over several sources is made. */
export interface CatalogueCall {
  readonly user: string;
  readonly profile: string;
  /** Milliseconds that sources may take; Infinity waits for all of them. */
  readonly timeout: number;
  /** Gives the query up. */
  readonly signal?: AbortSignal;
  readonly limit?: number;
}

/** A source as others see it. */
export interface SourceView {
  readonly name: string;
  readonly backend: string;
  readonly config: SourceConfig;
  readonly state: 'idle' | 'loading' | 'ready' | 'degraded' | 'failed' | 'disabled';
  readonly message: string;
}

/**
 * All sources, guarded: no method throws or takes longer than its deadline, and what one source does wrong is told in
 * its outcome and changes nothing for the others. Outcomes come in the order of the names.
 */
export interface SourceCatalogue {
  get(name: string): SourceView | undefined;
  list(): readonly SourceView[];
  search(
    sources: readonly string[],
    term: string,
    call: CatalogueCall,
    /** Called as each source is done. */
    each?: (outcome: Outcome<readonly Entry[]>) => void,
  ): Promise<readonly Outcome<readonly Entry[]>[]>;
  /** The first source to have a match wins, and the others are cancelled. */
  firstMatch(
    sources: readonly string[],
    key: string,
    call: CatalogueCall,
  ): Promise<{ readonly winner: Entry | null; readonly outcomes: readonly Outcome<Entry | null>[] }>;
  matchAll(
    sources: readonly string[],
    keys: readonly string[],
    call: CatalogueCall,
  ): Promise<readonly Outcome<Readonly<Record<string, Entry>>>[]>;
  listIds(
    ids: ReadonlyMap<string, readonly string[]>,
    call: CatalogueCall,
  ): Promise<readonly Outcome<readonly Entry[]>[]>;
  all(sources: readonly string[], call: CatalogueCall): Promise<readonly Outcome<readonly Entry[]>[]>;
  /** The content of a source, its state or the list of sources is another now. */
  onDidChange(listener: (source: string) => void): Dispose;
}

export type { Dispose };
