/** A module file as the editor lists it. */
export interface ModuleFile {
  readonly path: string;
  /** Named by the options: its functions are channels. */
  readonly main: boolean;
  /** As channels name it: `lib.my`. */
  readonly module: string;
  readonly exists: boolean;
}

/** Why a version of a script does not load. */
export interface ScriptFault {
  /** One line, for example "ZeroDivisionError: division by zero". */
  readonly message: string;
  /** Relative to the module folder. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

export interface ScriptStatus {
  readonly state: 'starting' | 'running' | 'restarting' | 'failed';
  /** Digest over the texts that run; undefined when none does. */
  readonly version: string | undefined;
  /** Epoch milliseconds at which that version was loaded. */
  readonly loadedAt: number | undefined;
  /** How often the watchdog stopped it. */
  readonly restarts: number;
  /** Why the files as they are do not run; empty when they do. */
  readonly diagnostics: readonly ScriptFault[];
  readonly calls: number;
  /** Milliseconds of one handler call, 95th percentile. */
  readonly p95: number;
  /** Bytes. */
  readonly memory: number;
  readonly handlers: readonly { readonly channel: string; readonly calls: number; readonly p95: number }[];
}

/** A channel with its last values. */
export interface ScriptValue {
  readonly channel: string;
  readonly input: number;
  readonly output: number;
  readonly source: boolean;
  readonly target: boolean;
  readonly handler: boolean;
}

/** A module whose text changes, with the text that the change was made from. */
export interface ModuleChange {
  readonly path: string;
  readonly before: string;
  readonly text: string;
}

type Nothing = Record<string, never>;

/** What a window asks of a script instance by `devices.request`, by name: parameters and answer. */
export interface ScriptRequests {
  /** Module files of the instance: those that it names, and all others in its folder. */
  files: { params: Nothing; result: readonly ModuleFile[] };
  /** Text of a module. A module that does not exist yet reads as a template. */
  read: {
    params: { path: string };
    result: { readonly text: string; readonly digest: string; readonly exists: boolean };
  };
  /**
   * Save a module and load the script anew. The file is written in any case; `ok` is false when it does not load: then
   * `diagnostics` says where, and the version before runs on. Fails with `sandbox.changed-on-disk`.
   */
  write: {
    params: { path: string; text: string; expected?: string };
    result: { readonly ok: boolean; readonly digest: string; readonly diagnostics: readonly ScriptFault[] };
  };
  /** Change several modules at once: all, or none when one is no longer as `before` says. */
  writeAll: {
    params: { files: readonly ModuleChange[] };
    result: { readonly ok: boolean; readonly diagnostics: readonly ScriptFault[] };
  };
  status: { params: Nothing; result: ScriptStatus };
  /** Call a channel's handler with a value from 0 to 1; the milliseconds that it took. */
  run: { params: { channel: string; value: number }; result: { readonly ms: number } };
  /** Last values of every channel. */
  values: { params: Nothing; result: readonly ScriptValue[] };
  /** Type declarations that know the channels of this instance. */
  types: { params: Nothing; result: { readonly text: string } };
  /** Load the files anew. */
  reload: {
    params: Nothing;
    result: { readonly ok: boolean; readonly diagnostics: readonly ScriptFault[] };
  };
}
