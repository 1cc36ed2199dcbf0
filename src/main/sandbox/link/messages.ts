import type { MessagePort } from 'node:worker_threads';
import type { LogLevel } from '../../../shared/plugin/common.ts';

/** Where in a guest's life something went wrong. */
export type FaultKind = 'channel' | 'interval' | 'socket' | 'thread' | 'cleanup' | 'load' | 'task';

/** A failure inside a guest, already in terms of the user's own files. */
export interface Fault {
  readonly kind: FaultKind;
  /** One line, for example "ZeroDivisionError: division by zero". */
  readonly message: string;
  /** Relative to the module folder. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The whole traceback, for the log. */
  readonly trace?: string;
  /** True when the watchdog ended the call. */
  readonly interrupted?: boolean;
}

/** A fault as the host hears of it: `count` equal ones since the last report, the newest trigger. */
export interface FaultReport extends Fault {
  readonly count: number;
  readonly local?: number;
  readonly value?: number;
}

/** Limits of one guest. */
export interface GuestLimits {
  /** Bytes that its memory may grow to. */
  readonly memory: number;
  /** Milliseconds after which one handler call is interrupted. */
  readonly softMs: number;
  /** The same for loading the modules, which may connect sockets and build tables. */
  readonly loadMs: number;
  /** Outputs of one handler call; more are dropped and counted. */
  readonly outputs: number;
}

export interface BoundChannel {
  readonly local: number;
  readonly name: string;
  /** Events go to it. */
  readonly target: boolean;
  readonly input: number;
  readonly output: number;
}

/** All that a guest thread needs to run one instance. */
export interface GuestSpec {
  /** Paths of the modules to load, relative to the module folder, in order. */
  readonly modules: readonly string[];
  readonly defaultHandler: string | undefined;
  readonly channels: readonly BoundChannel[];
  readonly limits: GuestLimits;
}

export interface LoadReport {
  readonly ok: boolean;
  readonly faults: readonly Fault[];
  /** Locals whose names lead to a handler. */
  readonly handlers: readonly number[];
  /** False when there is a default handler that leads to no function. */
  readonly defaultHandler?: boolean;
}

export interface GuestStats {
  /** Handler calls since it was loaded. */
  readonly calls: number;
  /** 95th percentile of the milliseconds of one handler call, lately. */
  readonly p95: number;
  /** Bytes that the guest holds now. */
  readonly memory: number;
  /** Of single channels, by local: calls and p95. */
  readonly channels: readonly { readonly local: number; readonly calls: number; readonly p95: number }[];
}

/** Messages to a guest thread. `request` pairs an answer with its question. */
export type ToGuest =
  | {
      readonly op: 'load';
      readonly instance: number;
      readonly generation: number;
      readonly request: number;
      readonly spec: GuestSpec;
    }
  | { readonly op: 'bind'; readonly instance: number; readonly channel: BoundChannel }
  | { readonly op: 'unbind'; readonly instance: number; readonly local: number }
  | { readonly op: 'close'; readonly instance: number; readonly request: number }
  | {
      readonly op: 'call';
      readonly instance: number;
      readonly local: number;
      readonly value: number;
      readonly request: number;
    }
  | { readonly op: 'stats'; readonly instance: number; readonly request: number }
  | { readonly op: 'sync'; readonly request: number };

/** Messages from a guest thread. */
export type FromGuest =
  | { readonly op: 'ready'; readonly interrupt?: SharedArrayBuffer }
  | { readonly op: 'bell' }
  | { readonly op: 'ask' }
  | { readonly op: 'answer'; readonly request: number; readonly result: unknown }
  | { readonly op: 'bound'; readonly instance: number; readonly local: number; readonly handler: boolean }
  | { readonly op: 'fault'; readonly instance: number; readonly fault: FaultReport }
  | {
      readonly op: 'log';
      readonly instance: number;
      readonly level: LogLevel;
      readonly text: string;
    }
  /** Outputs over the budget or not valid, since the last message. */
  | { readonly op: 'refused'; readonly instance: number; readonly over: number; readonly invalid: number }
  | { readonly op: 'fatal'; readonly reason: string };

/** The shared memory of one guest thread. */
export interface GuestLink {
  readonly control: SharedArrayBuffer;
  readonly toGuest: SharedArrayBuffer;
  readonly toHost: SharedArrayBuffer;
  /** Text and bytes of the call in progress, see `transfer.ts`. */
  readonly transfer: SharedArrayBuffer;
}

/** `workerData` of a guest thread. */
export interface GuestThreadData {
  readonly link: GuestLink;
  readonly port: MessagePort;
  /** `host`: time is what the host's clock records say (tests); `own`: the thread's own clock. */
  readonly time: 'own' | 'host';
  /** Time in ms at which the thread starts. */
  readonly start: number;
  /** Folder for what the guest keeps between starts (the Python snapshot). */
  readonly dataFolder: string;
}
