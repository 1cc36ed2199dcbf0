import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { LogLevel } from '../../../shared/plugin/common.ts';
import type { SourceView } from '../../../shared/plugin/source.ts';
import type { ContributionKind } from '../discovery/package-manifest.ts';

/** Entries that one answer of a plugin may have. */
export const MAX_ENTRIES = 100_000;

/** One plugin of a package to be loaded in its thread. `unit` tells the loaded things of a thread apart. */
export interface LoadOrder {
  readonly unit: number;
  readonly kind: ContributionKind;
  readonly name: string;
  readonly main: string;
  readonly config: unknown;
  readonly dataFolder: string;
  readonly patchFolder: string | undefined;
  /** Services that exist, for views. */
  readonly services: readonly string[];
  /** Sources as they are now; events bring what changes. */
  readonly sources: readonly SourceView[];
}

/** From the engine to a plugin's thread. Everything is JSON: nothing of one side can be reached from the other. */
export type ToPlugin =
  | { readonly t: 'load'; readonly call: number; readonly order: LoadOrder }
  | {
      readonly t: 'call';
      readonly call: number;
      readonly unit: number;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly t: 'abort'; readonly call: number }
  | { readonly t: 'event'; readonly event: string; readonly payload: unknown }
  | { readonly t: 'unload'; readonly call: number; readonly unit: number }
  /** The answer to a call that the plugin made. */
  | Answer
  | { readonly t: 'ping' };

/** From a plugin's thread to the engine. Nothing in it is believed before it was checked. */
export type FromPlugin =
  | Answer
  | { readonly t: 'log'; readonly level: LogLevel; readonly text: string }
  | { readonly t: 'problem'; readonly report: ProblemReport }
  | { readonly t: 'clear-problems'; readonly code: string | undefined }
  | { readonly t: 'publish'; readonly event: string; readonly payload: unknown }
  | {
      readonly t: 'status';
      readonly unit: number;
      readonly state: 'ok' | 'degraded';
      readonly message: string | undefined;
    }
  | { readonly t: 'changed'; readonly unit: number }
  /** A view calls a service. */
  | { readonly t: 'service'; readonly call: number; readonly service: string; readonly request: unknown }
  /** `memory` = bytes of the thread's heap and of what hangs on it outside. */
  | { readonly t: 'pong'; readonly memory: number };

export type Answer =
  | { readonly t: 'done'; readonly call: number; readonly value: unknown }
  | { readonly t: 'failed'; readonly call: number; readonly code: string; readonly message: string };
