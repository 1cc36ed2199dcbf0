import type { LogLine } from '../shared/contract/calls/monitor.ts';
import type { Port } from '../shared/contract/port.ts';
import type { Problem } from '../shared/error/problem.ts';
import type { StartWorker } from './threads/start-worker.ts';

/** Where a network view listens. Port 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The address of a network view, as the command line gives it. */
export interface ViewAddress extends ListenAddress {
  /** Whoever reaches it may use it, without a token; only views that offer this look at it. */
  readonly open?: boolean;
}

/** What a host (window or headless) tells the engine. Everything in it can travel to a worker thread but functions. */
export interface AppOptions {
  /** Which host the engine runs in; windows show it. */
  readonly host: 'electron' | 'headless';
  /** The program's version, as in package.json. */
  readonly version: string;
  /** The user's data: autosaves, recent files, caches. Made when missing. */
  readonly dataFolder: string;
  /** The program's own folder, where `examples/` and `plugins/` lie. */
  readonly appFolder: string;
  readonly log: (line: LogLine) => void;
  /** A patch or a MIDIMonster configuration to open; a new patch when absent. Rejects when it cannot be read at all. */
  readonly file?: string;
  /** Overrides of the form INSTANCE.OPTION=VALUE, in the order given. */
  readonly set?: readonly string[];
  /** Log lines of level debug too. */
  readonly verbose?: boolean;
  /** Read and compile, but start no instance and open no socket: what `crosspatch check` does. */
  readonly dryRun?: boolean;
  readonly startWorker: StartWorker;
  /** Network views to open beside the window's. */
  readonly views?: Readonly<Record<string, ViewAddress>>;
}

/** The engine: core, kernel, backends, services and network views, in whatever thread it was created. */
export interface App {
  /** Serve the contract to one window. `client` tells windows apart; closing the port is the window's end. */
  attach(port: Port, client: string): void;
  /** Everything that is wrong now. */
  problems(): readonly Problem[];
  /** The plugins in the order they were loaded, with their times, as lines of text. */
  bootReport(): string;
  /** Unload in reverse order; resolves when every socket and port is closed. Twice is once. */
  stop(): Promise<void>;
}

export type CreateApp = (options: AppOptions) => Promise<App>;
