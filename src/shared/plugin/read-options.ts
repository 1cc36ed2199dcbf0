import { fail } from '../error/coded-error.ts';
import { type ProblemReport, problemOf } from '../error/problem.ts';
import type { OptionScalar, Options } from '../patch/options.ts';
import { type Complain, optionProblem } from './option-problem.ts';
import type { FreeOptionSpec, OptionSpec, OptionsOf } from './option.ts';

export interface OptionOwner {
  readonly instance: string;
  readonly backend: string;
}

export interface ReadResult<T extends readonly OptionSpec[]> {
  readonly options: OptionsOf<T>;
  /** Options that match the free pattern, in document order. A repeated one appears once per value. */
  readonly free: readonly (readonly [name: string, value: string])[];
  readonly problems: readonly ProblemReport[];
}

const TRUE = new Set(['1', 'true', 'on', 'yes']);
const FALSE = new Set(['0', 'false', 'off', 'no', '']);

/**
 * Read the options of a document by their specs. A bad value is a problem and falls back to its default; an unknown
 * name is a problem and is left alone: the instance starts as far as it can.
 */
export function readOptions<const T extends readonly OptionSpec[]>(
  owner: OptionOwner,
  specs: T,
  raw: Options,
  free?: FreeOptionSpec,
): ReadResult<T> {
  const problems: ProblemReport[] = [];
  const options: Record<string, OptionScalar | readonly OptionScalar[] | undefined> = {};
  const complain: Complain = (option, reason) =>
    void problems.push(optionProblem(owner.instance, option, reason));
  for (const spec of specs) options[spec.name] = readOne(spec, findValue(spec, raw), complain);
  const names = new Set(specs.flatMap(spec => [spec.name, ...(spec.aliases ?? [])]));
  const freePattern = free && new RegExp(free.pattern);
  const freeOptions: [string, string][] = [];
  for (const [name, value] of Object.entries(raw)) {
    if (names.has(name)) continue;
    if (freePattern?.test(name)) {
      for (const one of listOf(value)) freeOptions.push([name, String(one)]);
      continue;
    }
    const error = fail('backend.unknown-option', { ...owner, option: name });
    problems.push(problemOf(error, { kind: 'instance', instance: owner.instance, option: name }, 'warning'));
  }
  return { options: options as OptionsOf<T>, free: freeOptions, problems };
}

/** A value of a document as a list: what is written once is a list of one. */
export function listOf(value: Options[string] | undefined): readonly OptionScalar[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [value];
}

function findValue(spec: OptionSpec, raw: Options): readonly OptionScalar[] {
  const names = [spec.name, ...(spec.aliases ?? [])];
  return names.flatMap(name => (Object.hasOwn(raw, name) ? listOf(raw[name]) : []));
}

function readOne(
  spec: OptionSpec,
  given: readonly OptionScalar[],
  complain: Complain,
): OptionScalar | readonly OptionScalar[] | undefined {
  const read = (value: OptionScalar): OptionScalar | undefined => {
    const result = readScalar(spec, value);
    if (typeof result === 'object') complain(spec.name, result.fault);
    return typeof result === 'object' ? undefined : result;
  };
  if (spec.repeat === true) {
    const list = given.map(read).filter(value => value !== undefined);
    return list.length > 0 || spec.default === undefined ? list : [spec.default];
  }
  if (given.length > 1) complain(spec.name, 'is given more than once; the last one counts');
  const last = given.at(-1);
  if (last === undefined && spec.required === true) complain(spec.name, 'is needed but not given');
  return (last === undefined ? undefined : read(last)) ?? spec.default;
}

function readScalar(spec: OptionSpec, value: OptionScalar): OptionScalar | { readonly fault: string } {
  switch (spec.kind) {
    case 'number':
      return readNumber(spec, value);
    case 'boolean': {
      const text = String(value).trim().toLowerCase();
      if (TRUE.has(text)) return true;
      if (FALSE.has(text)) return false;
      return { fault: `is "${text}"; it wants on or off` };
    }
    case 'choice': {
      const text = String(value);
      if (spec.choices?.some(choice => choice.value === text)) return text;
      return { fault: `is "${text}"; it wants one of ${spec.choices?.map(c => c.value).join(', ') ?? ''}` };
    }
    default:
      return String(value);
  }
}

function readNumber(spec: OptionSpec, value: OptionScalar): number | { readonly fault: string } {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number)) return { fault: `is "${String(value)}"; it wants a number` };
  if (spec.min !== undefined && number < spec.min) return { fault: `is ${number}; the least is ${spec.min}` };
  if (spec.max !== undefined && number > spec.max) return { fault: `is ${number}; the most is ${spec.max}` };
  return number;
}
