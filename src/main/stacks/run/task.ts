import type { ResultFormat } from '../audio/formats.ts';
import type { SoundLimits } from '../audio/limits.ts';
import type { FormatOptions } from '../audio/write-sound.ts';
import type { Origin } from '../cache/cache.ts';

/** A file of the cache that a task makes. */
export interface Making {
  readonly target: string;
  readonly origin: Origin;
  readonly hours: number | null;
}

/** What a worker is asked to do. */
export type Task =
  | (Making & {
      readonly kind: 'step';
      readonly module: string;
      readonly file: string | undefined;
      readonly input: string;
      readonly inputKey: string;
      readonly sources: readonly string[];
      readonly parameters: Readonly<Record<string, unknown>>;
    })
  | (Making & { readonly kind: 'join'; readonly inputs: readonly string[] })
  | (Making & {
      readonly kind: 'result';
      readonly input: string;
      readonly format: ResultFormat;
      readonly options: FormatOptions;
    })
  | { readonly kind: 'describe'; readonly module: string; readonly file: string }
  | {
      readonly kind: 'sources';
      readonly module: string;
      readonly file: string | undefined;
      readonly origin: string;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'peaks'; readonly file: string; readonly columns: number }
  | {
      readonly kind: 'spectrogram';
      readonly file: string;
      readonly columns: number;
      readonly rows: number;
      readonly maxHz: number | undefined;
    }
  | {
      readonly kind: 'samples';
      readonly file: string;
      readonly start: number;
      readonly count: number | undefined;
    }
  | { readonly kind: 'clean'; readonly level: number; readonly simulate: boolean; readonly now: number }
  | { readonly kind: 'evict'; readonly quotaBytes: number }
  | { readonly kind: 'size' };

/** What a worker is given when it starts. */
export interface WorkerSetup {
  readonly cacheFolder: string;
  readonly limits: SoundLimits;
}

export interface TaskMessage {
  readonly id: number;
  readonly task: Task;
}

/** A coded error on its way between threads. */
export interface PlainFault {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export type WorkerMessage =
  | { readonly id: number; readonly type: 'progress'; readonly fraction: number }
  | { readonly id: number; readonly type: 'done'; readonly result: unknown }
  | { readonly id: number; readonly type: 'failed'; readonly fault: PlainFault };

/** Work that somebody waits for at a screen; it makes no sound. */
export function isQuick({ kind }: Task): boolean {
  return kind !== 'step' && kind !== 'join' && kind !== 'result';
}

/** The name of the task for a person: the module, or what the program itself does. */
export function labelOf(task: Task): string {
  return 'module' in task ? task.module : task.kind;
}
