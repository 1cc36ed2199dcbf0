import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { isSoundName } from '../audio/formats.ts';
import { randomFrom } from '../dsp/random.ts';
import { badParameter, shown } from '../module/check-parameters.ts';
import type { Parameters } from '../module/sound-module.ts';

/** The parameters of the module, read. */
export interface Gibberish {
  readonly seed: unknown;
  readonly total: number;
  readonly shortest: number;
  readonly longest: number;
  readonly ramp: number;
  readonly separate: boolean;
  readonly rate: number;
  readonly channels: number;
  readonly stack: readonly unknown[];
  readonly files: readonly string[] | undefined;
}

/** Read the parameters; throws `stack.bad-parameter`. */
export function readGibberish(parameters: Parameters): Gibberish {
  const shortest = parameters.chunk_dur_min as number;
  const longest = parameters.chunk_dur_max as number;
  if (longest < shortest)
    throw refuse('chunk_dur_max', `is ${longest}, less than the shortest piece of ${shortest} s`);
  return {
    seed: parameters.seed,
    total: parameters.total_dur as number,
    shortest,
    longest,
    ramp: parameters.ramp as number,
    separate: parameters.prevent_chunk_overlap === true,
    rate: (parameters.force_fs as number | undefined) ?? 0,
    channels: (parameters.force_nb_channels as number | undefined) ?? 0,
    stack: readStack(parameters.stack),
    files: readFiles(parameters.files),
  };
}

/**
 * The sounds that a babble is made of, in the order in which the seed puts them, each through the stack. No more than
 * it can use: a folder may hold thousands.
 */
export function choosePieces(inFilename: string, parameters: Parameters): readonly unknown[] {
  const gibberish = readGibberish(parameters);
  const folder = inFilename.endsWith('/') ? inFilename : dirname(inFilename);
  const names = gibberish.files ?? listed(folder, parameters);
  if (names.length === 0) throw refuse('files', `leave no sound in ${folder}`);
  const most = Math.ceil(gibberish.total / gibberish.shortest) + 1;
  const chosen = randomFrom(gibberish.seed).shuffled(names.toSorted()).slice(0, most);
  const paths = chosen.map(name => join(folder, name));
  return gibberish.stack.length === 0 ? paths : paths.map(file => ({ file, stack: gibberish.stack }));
}

function readStack(stack: unknown): readonly unknown[] {
  if (stack === undefined) return [];
  if (!Array.isArray(stack)) throw refuse('stack', `has to be a list of modules, not ${shown(stack)}`);
  return stack;
}

function readFiles(files: unknown): readonly string[] | undefined {
  if (files === undefined) return undefined;
  if (!Array.isArray(files)) throw refuse('files', `has to be a list of names, not ${shown(files)}`);
  for (const file of files as readonly unknown[]) {
    if (typeof file !== 'string') throw refuse('files', `holds ${shown(file)}, which is no name`);
    if (file.split(/[\\/]/).includes('..') || file.startsWith('/')) {
      throw refuse('files', `holds '${file}', which lies outside of the folder`);
    }
  }
  return files as readonly string[];
}

function listed(folder: string, parameters: Parameters): readonly string[] {
  const shell = patternsOf('shell_pattern', parameters.shell_pattern, shellExpression);
  const regular = patternsOf('re_pattern', parameters.re_pattern, text => new RegExp(text));
  const wanted = (name: string) => [...shell, ...regular].every(pattern => pattern(name));
  return readdirSync(folder).filter(name => isSoundName(name) && wanted(name));
}

/** What a name must fulfil: the pattern to include, and not the one to exclude. */
function patternsOf(
  parameter: string,
  given: unknown,
  compile: (text: string) => RegExp,
): ((name: string) => boolean)[] {
  if (given === undefined) return [];
  const { include, exclude } = (typeof given === 'object' ? given : { include: given }) as Record<
    string,
    unknown
  >;
  const test = (value: unknown, positive: boolean) => {
    if (value === undefined || value === null) return [];
    const expressions = [value].flat().map(text => compiled(parameter, text, compile));
    return [(name: string) => expressions.some(expression => expression.test(name)) === positive];
  };
  return [...test(include, true), ...test(exclude, false)];
}

function compiled(parameter: string, text: unknown, compile: (text: string) => RegExp): RegExp {
  if (typeof text !== 'string') throw refuse(parameter, `holds ${shown(text)}, which is no pattern`);
  try {
    return compile(text);
  } catch (error) {
    throw refuse(parameter, `cannot be read: ${messageOf(error)}`);
  }
}

/** `*`, `?` and `[abc]` as a shell reads them. */
function shellExpression(text: string): RegExp {
  const source = text.replaceAll(/\[!?[^\]]+\]|[*?]|[^\w\s]/g, part => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.startsWith('[') ? part.replace('[!', '[^') : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

function refuse(parameter: string, reason: string) {
  return badParameter('gibberish', parameter, reason);
}
