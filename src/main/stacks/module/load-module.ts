import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../../shared/error/coded-error.ts';
import type { SoundModule } from './sound-module.ts';
import { toModule } from './to-module.ts';

const ES_SYNTAX = /^\s*(?:export\s|import\s*[\w{*'"])/m;
const RELATIVE_IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+)\2/g;

/**
 * Load a user's module file. It is an ES module when it has such syntax, whatever stands in a package.json near it;
 * TypeScript loses its types first. Throws an Error that says what is wrong.
 */
export async function loadModule(name: string, file: string): Promise<SoundModule> {
  const source = readFileSync(file, 'utf8');
  const isScript = file.endsWith('.js') && !ES_SYNTAX.test(source);
  return toModule(name, isScript ? required(file) : await imported(await javascriptOf(source, file), file));
}

function required(file: string): object {
  return createRequire(file)(file) as object;
}

/** A data URL is not looked up in any cache by its file, and may import by absolute addresses only. */
function imported(code: string, file: string): Promise<object> {
  const base = pathToFileURL(file);
  const absolute = code.replaceAll(RELATIVE_IMPORT, (_, head: string, quote: string, path: string) => {
    return `${head}${quote}${new URL(path, base).href}${quote}`;
  });
  const text = `${absolute}\n//# sourceURL=${base.href}`;
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  return import(/* @vite-ignore */ url) as Promise<object>;
}

async function javascriptOf(source: string, file: string): Promise<string> {
  if (!file.endsWith('.ts')) return source;
  const { transform } = await import('@swc/wasm-typescript');
  try {
    const { code } = await transform(source, { mode: 'strip-only', module: true, filename: file });
    return code;
  } catch (error) {
    throw new Error(`its TypeScript cannot be read: ${syntaxMessage(error)}`, { cause: error });
  }
}

function syntaxMessage(error: unknown): string {
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : messageOf(error);
}
