import { join, resolve } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { isSoundName } from '../audio/formats.ts';
import { shown } from '../module/check-parameters.ts';
import type { Chain, Source, StackItem } from './query.ts';

/** Sub-queries inside sub-queries; more is a mistake, or somebody who wants to do harm. */
const DEEPEST = 32;

type Fields = Readonly<Record<string, unknown>>;

/** Read `file` and `stack` of a query or of a sub-query. */
export function readChain(fields: Fields, folder: string, depth = 0): Chain {
  if (depth > DEEPEST) throw fail('stack.too-deep', { limit: DEEPEST });
  if (fields.file === undefined || fields.file === null) throw fail('stack.no-file', {});
  return { source: readSource(fields.file, folder, depth), stack: readStack(fields.stack) };
}

/** Read what may stand for a sound: a path, a sub-query, or a list of both. */
export function readSource(file: unknown, folder: string, depth = 0): Source {
  if (typeof file === 'string') return { kind: 'file', path: readPath(file, folder) };
  if (Array.isArray(file)) {
    if (file.length === 0) throw fail('stack.empty-list', {});
    if (depth > DEEPEST) throw fail('stack.too-deep', { limit: DEEPEST });
    return { kind: 'list', items: file.map(item => readSource(item, folder, depth + 1)) };
  }
  if (typeof file === 'object' && file !== null) {
    return { kind: 'query', chain: readChain(file as Fields, folder, depth + 1) };
  }
  throw fail('stack.bad-field', { field: 'file', reason: `${shown(file)} is no path, query or list` });
}

function readPath(file: string, folder: string): string {
  if (file.startsWith('@')) throw fail('stack.generator', { file });
  if (file.includes('\0') || file === '')
    throw fail('stack.no-such-file', { file: file.replaceAll('\0', '?') });
  if (file.endsWith('/')) return join(resolve(folder, file), '/');
  if (!isSoundName(file)) throw fail('stack.unsupported-format', { file });
  return resolve(folder, file);
}

function readStack(stack: unknown): readonly StackItem[] {
  if (stack === undefined || stack === null) return [];
  if (!Array.isArray(stack)) throw fail('stack.bad-stack', { value: shown(stack) });
  return stack.map(readItem);
}

function readItem(item: unknown, index: number): StackItem {
  const { module, ...parameters } = (typeof item === 'object' && item !== null ? item : {}) as Record<
    string,
    unknown
  >;
  if (typeof module !== 'string') throw fail('stack.item-without-module', { index, item: shown(item) });
  return { module, parameters };
}
