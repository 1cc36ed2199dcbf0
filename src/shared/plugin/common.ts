import type { ProblemReport } from '../error/problem.ts';

/** Undo whatever was begun; calling it twice does no harm. */
export type Dispose = () => void;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where a plugin writes its log; the source is added by the kernel. */
export interface Logger {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** The world's time, injected so that a patch runs deterministically in tests. */
export interface Clock {
  /** Monotonic milliseconds with a fraction. */
  now(): number;
  /** Epoch milliseconds. */
  wall(): number;
  /** Call once after `ms`. */
  after(ms: number, fn: () => void): Dispose;
  /** Call every `ms`; the rhythm does not drift, a missed tick is not made up. */
  every(ms: number, fn: () => void): Dispose;
}

/** Report what is wrong; `clear` takes back every report of this reporter with that code (all codes if absent). */
export interface ProblemReporter {
  report(problem: ProblemReport): void;
  clear(code?: string): void;
}

/** What every plugin has, of any kind. */
export interface PluginManifest {
  readonly kind: 'backend' | 'service' | 'view' | 'source';
  /** As it is named in patches and in the catalogue, for example `osc`. */
  readonly name: string;
  /** As a person reads it, for example "Open Sound Control". */
  readonly title: string;
}
