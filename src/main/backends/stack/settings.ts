import { messageOf } from '../../../shared/error/coded-error.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import { optionProblem } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { type OptionOwner, readOptions } from '../../../shared/plugin/read-options.ts';
import { stackManifest } from './config.ts';

export interface StackItem {
  readonly module: string;
  readonly [parameter: string]: unknown;
}

/** What the options of an instance say. */
export interface Settings {
  readonly files: readonly string[];
  readonly stack: readonly StackItem[];
  readonly output: string;
  readonly prepare: boolean;
  readonly hours: number;
  readonly problems: readonly ProblemReport[];
}

/** Read the stack of an option; text says why it is none. */
export function readStack(text: string): readonly StackItem[] | string {
  let read: unknown;
  try {
    read = JSON.parse(text.trim() === '' ? '[]' : text);
  } catch (error) {
    return `is not JSON: ${messageOf(error)}`;
  }
  if (!Array.isArray(read)) return 'is no list of modules';
  const wrong = read.findIndex(item => typeof (item as StackItem | null)?.module !== 'string');
  if (wrong >= 0) return `has no "module" in its item ${wrong + 1}`;
  // A bypassed module stays in the document; nothing of it reaches the query.
  return (read as StackItem[])
    .filter(item => item['off'] !== true)
    .map(({ off: _, ...item }) => item as StackItem);
}

export function readSettings(owner: OptionOwner, options: Options): Settings {
  const read = readOptions(owner, stackManifest.options, options, stackManifest.freeOptions);
  const stack = readStack(read.options.stack);
  const problems = [...read.problems];
  if (typeof stack === 'string') problems.push(optionProblem(owner.instance, 'stack', stack));
  return {
    files: read.options.file.filter(file => file !== ''),
    stack: typeof stack === 'string' ? [] : stack,
    output: read.options.output ?? '',
    prepare: read.options.prepare,
    hours: read.options.cache,
    problems,
  };
}
