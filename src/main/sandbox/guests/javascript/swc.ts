import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type * as Swc from '@swc/wasm-typescript';

const PACKAGE = '@swc/wasm-typescript';
const BINARY = { before: `Buffer.from('`, after: `', 'base64')` };

/** Its glue as a function body, and the WebAssembly binary that it wants as `binary`. */
export interface SwcParts {
  readonly glue: string;
  readonly binary: Buffer;
}

/**
 * The compiler that removes types. The package is one script with 3.7 MB of base64 in it: taken apart here, because to
 * parse it as a script takes twice as long as all the rest of its start.
 */
export function loadSwc(): typeof Swc {
  const require = createRequire(import.meta.url);
  const file = require.resolve(PACKAGE);
  const parts = takeApart(readFileSync(file));
  if (!parts) return require(PACKAGE) as typeof Swc;
  const module = { exports: {} };
  const run = compileFunction(parts.glue, ['module', 'exports', 'require', 'binary'], { filename: file });
  run(module, module.exports, require, parts.binary);
  return module.exports as typeof Swc;
}

/** Undefined when the script is not made as it is in the version that we know. */
export function takeApart(script: Buffer): SwcParts | undefined {
  const from = script.indexOf(BINARY.before);
  const text = from + BINARY.before.length;
  const to = script.indexOf(BINARY.after, text);
  if (from < 0 || to < 0) return undefined;
  const rest = script.toString('latin1', to + BINARY.after.length);
  const glue = `${script.toString('latin1', 0, from)}binary${rest}`;
  return { glue, binary: Buffer.from(script.toString('latin1', text, to), 'base64') };
}
