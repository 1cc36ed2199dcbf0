import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';

/** How a computation ended. */
export type Outcome =
  | { readonly state: 'done'; readonly file: string; readonly cached: boolean }
  | { readonly state: 'failed'; readonly code: string; readonly reason: string }
  | { readonly state: 'cancelled' };

export interface Run {
  /** Never rejects. */
  readonly ended: Promise<Outcome>;
  cancel(): void;
}

/** What the backend needs of the stacks; the composition root hands it over. */
export interface StackRunner {
  /** Begin a query in VTServer's form. `folder` is where relative paths start. */
  run(
    query: Readonly<Record<string, unknown>>,
    folder: string | undefined,
    progress: (part: number) => void,
  ): Run;
  /** Whether a result still lies in the cache: a clean-up may have taken it since. */
  has(file: string): boolean;
  /** The parameters of one of the program's own modules; undefined for others. */
  parametersOf(module: string): readonly ParameterSpec[] | undefined;
}
