import type { z } from 'zod';

/** One call of the contract: what goes in and what comes back. */
export interface CallSpec<P extends z.ZodType = z.ZodType, R = unknown> {
  readonly params: P;
  /** Only its type counts: results come from our own side and are not checked again. */
  readonly result?: R;
}

/** Declare a call: `call<Result>()(params)`. */
export function call<R>(): <P extends z.ZodType>(params: P) => CallSpec<P, R> {
  return params => ({ params });
}

export type ParamsOf<S> = S extends CallSpec<infer P> ? z.input<P> : never;
export type ResultOf<S> = S extends { readonly result?: infer R } ? Exclude<R, undefined> : never;
