import type { ResultFormat } from '../audio/formats.ts';
import type { FormatOptions } from '../audio/write-sound.ts';

/** A user's file as it was when the plan was made; a folder, for modules that read folders, has a path that ends in `/`. */
export interface FilePlan {
  readonly kind: 'file';
  readonly path: string;
  readonly key: string;
}

/** Several sounds one behind the other, joined in a file of the cache. */
export interface ListPlan {
  readonly kind: 'list';
  readonly items: readonly SourcePlan[];
  readonly path: string;
  readonly key: string;
}

export interface StepPlan {
  readonly kind: 'step';
  readonly input: SourcePlan;
  readonly module: string;
  readonly version: string;
  /** The module's file; undefined for the program's own. */
  readonly file: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters that are sounds: each becomes a path when the step runs. */
  readonly sounds: Readonly<Record<string, SourcePlan | readonly SourcePlan[]>>;
  /** Further sounds that the module asked for. */
  readonly reads: readonly SourcePlan[];
  readonly path: string;
  readonly key: string;
}

/** Anything that leaves a sound at `path`; `key` is the same whenever the sound would be. */
export type SourcePlan = FilePlan | ListPlan | StepPlan;

/** A query, down to the files that it makes. */
export interface QueryPlan {
  readonly key: string;
  readonly path: string;
  readonly sound: SourcePlan;
  readonly format: ResultFormat;
  readonly options: FormatOptions;
  readonly hours: number | null;
  readonly title: string;
  /** The stack as given, for the job file. */
  readonly stack: readonly unknown[];
}

/** What a plan stands on directly. */
export function inputsOf(plan: SourcePlan): readonly SourcePlan[] {
  switch (plan.kind) {
    case 'file':
      return [];
    case 'list':
      return plan.items;
    case 'step':
      return [plan.input, ...Object.values(plan.sounds).flat(), ...plan.reads];
  }
}

/** Everything that a plan reads or makes, by path, each once. */
export function partsOf(plan: SourcePlan, found = new Map<string, SourcePlan>()): Map<string, SourcePlan> {
  if (found.has(plan.path)) return found;
  found.set(plan.path, plan);
  for (const input of inputsOf(plan)) partsOf(input, found);
  return found;
}

/** The users' files that a plan stands on: when one of them is gone, nothing made from it is worth keeping. */
export function rootsOf(plan: SourcePlan): string[] {
  return [...partsOf(plan).values()].filter(part => part.kind === 'file').map(part => part.path);
}
