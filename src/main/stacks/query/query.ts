import type { FormatOptions } from '../audio/write-sound.ts';
import type { ResultFormat } from '../audio/formats.ts';

/** Where a sound comes from: a file, another query, or several of both one behind the other. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'query'; readonly chain: Chain }
  | { readonly kind: 'list'; readonly items: readonly Source[] };

/** A sound and what is done to it, in order. */
export interface Chain {
  readonly source: Source;
  readonly stack: readonly StackItem[];
}

export interface StackItem {
  readonly module: string;
  /** As given, without `module`; sub-queries inside are not read yet. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type QueryMode = 'sync' | 'async' | 'hash';

/** A `process` request. */
export interface Query extends Chain {
  readonly mode: QueryMode;
  readonly format: ResultFormat;
  readonly options: FormatOptions;
  /** How long the result is kept after its last use, in hours; null for good. */
  readonly hours: number | null;
}
