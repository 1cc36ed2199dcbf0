import type * as Swc from '@swc/wasm-typescript';
import { loadSwc } from './swc.ts';

/** Loaded with the first TypeScript file. */
let swc: typeof Swc | undefined;

/** A place in a user's file that does not parse. */
export class SyntaxFault extends Error {
  constructor(
    message: string,
    readonly file: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

interface SwcError {
  readonly message?: unknown;
  readonly startLine?: unknown;
  readonly startColumn?: unknown;
}

/**
 * TypeScript as JavaScript: types become blanks, so that every line and column stays where the user wrote it. Enums,
 * namespaces and parameter properties need code of their own and are refused. Throws `SyntaxFault`.
 */
export function stripTypes(text: string, file: string): string {
  try {
    return (swc ??= loadSwc()).transformSync(text, { mode: 'strip-only', module: true, filename: file }).code;
  } catch (thrown) {
    const error: SwcError = typeof thrown === 'object' && thrown !== null ? thrown : { message: thrown };
    const message = String(error.message ?? 'it does not parse').split('\n')[0] ?? '';
    throw new SyntaxFault(message, file, Number(error.startLine ?? 1), Number(error.startColumn ?? 0) + 1);
  }
}
