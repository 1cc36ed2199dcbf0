import type { Clock, Dispose, Logger, PluginManifest, ProblemReporter } from './common.ts';
import type { JsonValue } from '../patch/document.ts';
import type { Options } from '../patch/options.ts';
import type { FreeOptionSpec, OptionSpec } from './option.ts';

/** The families of the canvas: each has a colour and a shape of its own. */
export type BackendFamily =
  'midi' | 'osc' | 'dmx' | 'network' | 'input' | 'script' | 'time' | 'virtual' | 'sound';

/** Everything about a backend that can be known without running it; it is sent to the window as it is. */
export interface BackendManifest extends PluginManifest {
  readonly kind: 'backend';
  readonly family: BackendFamily;
  /** One sentence for the palette. */
  readonly summary: string;
  /** Options of an instance. */
  readonly options: readonly OptionSpec[];
  /** Options whose names the user makes up. */
  readonly freeOptions?: FreeOptionSpec;
  /** Options of the backend as a whole (`[backend NAME]` in a MIDIMonster file). */
  readonly globals?: readonly OptionSpec[];
  readonly channels: {
    /** The syntax in words, for help and reference. */
    readonly help: string;
    readonly examples: readonly { readonly channel: string; readonly meaning: string }[];
  };
  /** Its controls are on the screen: instances have `touch`. */
  readonly onScreen?: boolean;
  /** Known limits, for the reference page. */
  readonly limits?: readonly string[];
}

/** A channel as it can be offered before it is used. */
export interface ChannelInfo {
  /** The canonical spelling: two spellings of one channel have the same name. */
  readonly name: string;
  readonly label: string;
  /** Events can come from it. */
  readonly source: boolean;
  /** Events can go to it. */
  readonly target: boolean;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
}

/** In which directions the patch uses a channel. Both may be false: a row that no wire touches yet. */
export interface ChannelUse {
  readonly source: boolean;
  readonly target: boolean;
}

/**
 * Events for one instance, in the order in which they happened. The arrays belong to the router and are valid during
 * the call only; entries from `start` (inclusive) to `end` (exclusive) count.
 */
export interface EventBatch {
  readonly locals: Int32Array;
  readonly values: Float64Array;
  /** Sequence number of each event; hand it to `emit` as the cause of what follows from it. */
  readonly seqs: Float64Array;
  readonly start: number;
  readonly end: number;
}

export type InstanceState = 'starting' | 'ok' | 'waiting' | 'error' | 'unavailable';

/** How an instance is, in one word and one sentence ("waiting for APC40, retry in 4 s"). */
export interface InstanceStatus {
  readonly state: InstanceState;
  readonly detail: string;
}

/** Plain numbers that the instance counts up itself; the engine reads them, so that counting costs nothing. */
export interface InstanceCounters {
  /** Packets or messages from the device. */
  received: number;
  /** Packets or messages to the device. */
  sent: number;
  /** Input that could not be understood. */
  malformed: number;
  /** Events that could not be delivered. */
  dropped: number;
  /** `Clock.now()` of the last packet in either direction; 0 before the first. */
  lastActivity: number;
}

/** What arrives on channels that the patch does not use yet, for learn and detect. */
export interface Detector {
  /** Ask first: when false, building the channel's name would be work for nobody. */
  active: boolean;
  report(channel: string, value: number): void;
}

export interface InstanceArgs {
  readonly name: string;
  /** As they stand in the document; read them with `readOptions`. */
  readonly options: Options;
  readonly globals: Options;
  /** Folder of the patch file, for paths in options; undefined while the patch has no file. */
  readonly patchFolder: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly problems: ProblemReporter;
  readonly counters: InstanceCounters;
  readonly detector: Detector;
  /**
   * An event from the device on a channel given by `addChannel`. Values outside 0..1 are clamped; NaN and infinities
   * are refused and counted. `cause` is the `seq` of the event that led to this one, 0 when the outside world did.
   */
  emit(local: number, value: number, cause?: number): void;
  status(status: InstanceStatus): void;
  /** A section of the document as it stands now, for a backend that minds one (`trust` for scripts). */
  section?(name: string): JsonValue | undefined;
  /** A message to every window that looks at this instance, outside the flow of values. */
  notify(topic: string, payload: unknown): void;
}

/** One device, universe, script or panel. */
export interface BackendInstance {
  /**
   * The patch uses this channel. `local` is a small number, dense from 0, that stands for it in `emit` and `receive`
   * for the life of the instance. Called again with the same `local` when `use` changes. Throws `backend.bad-channel`.
   */
  addChannel(local: number, channel: string, use: ChannelUse): void;
  removeChannel(local: number): void;
  /** Events for this instance. Must not block; what throws loses only this batch. */
  receive(batch: EventBatch): void;
  /**
   * Take over changed options without a restart. True when done; false asks for unload and a new instance.
   */
  configure?(options: Options): boolean | Promise<boolean>;
  /** A person moved an on-screen control. Only instances that are on-screen devices have this. */
  touch?(local: number, value: number): void;
  /** A call from a window to this very instance (a script's source, a panel's layout). Checks its own parameters. */
  request?(op: string, params: unknown): unknown;
  /** Silence: release held notes, stop sounds. */
  panic?(): void;
  /** The patch file lies in this folder from now on: it was saved for the first time, or under another name. */
  moved?(patchFolder: string | undefined): void;
  unload(): void | Promise<void>;
}

/** A loaded backend: makes instances, and knows channels without one. */
export interface Backend {
  /** The channel behind a spelling. Throws `backend.bad-channel` with a reason and an example. Opens nothing. */
  channel(instance: string, channel: string, options: Options): ChannelInfo;
  /** What the options of an instance call a channel, such as the title of a fader; undefined when they do not. */
  title?(channel: string, options: Options): string | undefined;
  /** Channels that complete `text`, best first, at most `limit`. Opens nothing. */
  suggest(text: string, options: Options, limit: number): readonly ChannelInfo[];
  create(args: InstanceArgs): BackendInstance | Promise<BackendInstance>;
}

export interface BackendLoadArgs {
  readonly log: Logger;
  readonly clock: Clock;
  /** A folder of the backend's own in the user's data. */
  readonly dataFolder: string;
  readonly signal: AbortSignal;
}

/** What a backend plugin exports. */
export interface BackendPlugin {
  readonly manifest: BackendManifest;
  load(args: BackendLoadArgs): Backend | Promise<Backend>;
  unload?(): void | Promise<void>;
}

export type { Dispose };
