import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../../shared/error/coded-error.ts';
import type { SoundModule } from './sound-module.ts';
import { toModule } from './to-module.ts';

/**
 * Load a user's module file. TypeScript loses its types and may import node's modules only; JavaScript may import
 * what lies beside it. Throws an Error that says what is wrong.
 */
export async function loadModule(name: string, file: string): Promise<SoundModule> {
  const url = file.endsWith('.ts') ? await stripped(file) : pathToFileURL(file).href;
  const exported = (await import(/* @vite-ignore */ url)) as { default?: unknown };
  // A CommonJS file hands its exports over as the default one.
  const members = typeof exported.default === 'object' && exported.default ? exported.default : {};
  return toModule(name, { ...members, ...exported });
}

async function stripped(file: string): Promise<string> {
  const { transform } = await import('@swc/wasm-typescript');
  const source = readFileSync(file, 'utf8');
  const options = { mode: 'strip-only' as const, module: true, filename: file };
  try {
    const { code } = await transform(source, options);
    const text = `${code}\n//# sourceURL=${pathToFileURL(file).href}`;
    return `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  } catch (error) {
    throw new Error(`its TypeScript cannot be read: ${syntaxMessage(error)}`, { cause: error });
  }
}

function syntaxMessage(error: unknown): string {
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : messageOf(error);
}
