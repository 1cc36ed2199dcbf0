import { backendErrors } from './codes/backend.ts';
import { contractErrors } from './codes/contract.ts';
import { coreErrors } from './codes/core.ts';
import { directoryErrors } from './codes/directory.ts';
import { fileErrors } from './codes/file.ts';
import { hostErrors } from './codes/host.ts';
import { kernelErrors } from './codes/kernel.ts';
import { patchErrors } from './codes/patch.ts';
import { sandboxErrors } from './codes/sandbox.ts';
import { stackErrors } from './codes/stack.ts';

/** Every failure a user can meet. `docs/reference/errors.md` is generated from here. */
export const ERRORS = {
  ...backendErrors,
  ...contractErrors,
  ...coreErrors,
  ...directoryErrors,
  ...fileErrors,
  ...hostErrors,
  ...kernelErrors,
  ...patchErrors,
  ...sandboxErrors,
  ...stackErrors,
} as const;

export type ErrorCode = keyof typeof ERRORS;

type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

/** The parameters that a code's sentence and help name. */
export type ErrorParams<C extends ErrorCode> = {
  readonly [Name in Holes<(typeof ERRORS)[C]['text']> | Holes<(typeof ERRORS)[C]['help']>]: string | number;
};
