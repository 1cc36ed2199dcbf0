import type { StackJob, StackJobState, StackSoundInfo } from '../../shared/contract/calls/stacks.ts';

export type BatchQuery = Readonly<Record<string, unknown>> & { readonly file: unknown };

export interface BatchTask {
  /** The source, as it is shown. */
  readonly source: string;
  /** One for each parameter of the grid. */
  readonly values: readonly unknown[];
  readonly query: BatchQuery;
}

export interface BatchRow extends BatchTask {
  readonly state: 'waiting' | StackJobState;
  /** Its result, once it was begun. */
  readonly job: StackJob | undefined;
  /** What the result is, once it is there. */
  readonly sound: StackSoundInfo | undefined;
  /** Why there is none; empty otherwise. */
  readonly fault: string;
}

/** One stack over many sounds and values. */
export interface Batch {
  readonly instance: string;
  /** Names of the parameters that the grid varies. */
  readonly parameters: readonly string[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds; 0 while it runs. */
  readonly endedAt: number;
  readonly rows: readonly BatchRow[];
}
