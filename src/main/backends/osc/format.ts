import { type AddressPattern, compileAddressPattern, isAddressPattern } from './address-pattern.ts';
import { DEFAULT_RANGES, isOscType, type OscType } from '../../../shared/osc/tags.ts';

/** One argument of a message: its type, and what the values 0 and 1 stand for. `min` > `max` turns it round. */
export interface ArgFormat {
  readonly type: OscType;
  readonly min: number;
  readonly max: number;
}

/** The arguments of all messages whose path matches, from an option such as `/fader* = f 0 100`. */
export interface PathFormat {
  readonly pattern: AddressPattern;
  /** The path as written. */
  readonly path: string;
  readonly args: readonly ArgFormat[];
}

/** What is sent, argument by argument, where no pattern says otherwise. */
export const DEFAULT_FORMAT: ArgFormat = { type: 'f', min: 0, max: 1 };

/** Arguments of one message; `/path:n` and patterns go no further. */
export const MAX_ARGS = 256;

export type FormatResult =
  { readonly ok: true; readonly format: PathFormat } | { readonly ok: false; readonly reason: string };

/**
 * Read `<types> [<min> <max>]...`: one letter per argument, then a pair of limits for each argument that has a number,
 * in order; absent pairs take the default of the type. No types, or `none`, is a message without arguments.
 */
export function parseFormat(path: string, text: string): FormatResult {
  const pattern = compileAddressPattern(path);
  if (!pattern) return { ok: false, reason: 'has a bracket that is not closed' };
  const [types = '', ...limits] = text.trim().split(/\s+/);
  const letters = types === 'none' ? [] : [...types];
  if (letters.length > MAX_ARGS) return { ok: false, reason: `names more than ${MAX_ARGS} arguments` };
  const args: ArgFormat[] = [];
  for (const letter of letters) {
    const arg = parseArg(letter, limits);
    if (typeof arg === 'string') return { ok: false, reason: arg };
    args.push(arg);
  }
  if (limits.length > 0) return { ok: false, reason: `has limits too many: ${limits.join(' ')}` };
  return { ok: true, format: { pattern, path, args } };
}

/** Takes its limits off the front of `limits`. The reason when there is a fault. */
function parseArg(letter: string, limits: string[]): ArgFormat | string {
  if (!isOscType(letter)) return `has the unknown type "${letter}"; known are i h f d c r T F I N s S b m t`;
  const range = DEFAULT_RANGES[letter];
  if (!range) return { type: letter, min: 0, max: 1 };
  const [low, high] = limits.splice(0, 2);
  if (low === undefined) return { type: letter, min: range[0], max: range[1] };
  if (high === undefined) return `has the lower limit ${low} but no upper one`;
  const min = Number(low);
  const max = Number(high);
  if (!Number.isFinite(min) || !Number.isFinite(max))
    return `has "${low} ${high}" where two numbers should be`;
  return min === max ? `has the same limit twice: ${low}` : { type: letter, min, max };
}

/** All patterns of an instance; the first that matches a path counts. */
export class Formats {
  /** Places of those without wildcards: with thousands of paths, trying one after the other would take seconds. */
  readonly #exact = new Map<string, number>();
  readonly #wild: number[] = [];

  constructor(readonly list: readonly PathFormat[]) {
    list.forEach(({ path }, place) => {
      if (isAddressPattern(path)) this.#wild.push(place);
      else if (!this.#exact.has(path)) this.#exact.set(path, place);
    });
  }

  /** The arguments of a path, or undefined when no pattern speaks of it. */
  find(path: string): readonly ArgFormat[] | undefined {
    const exact = this.#exact.get(path) ?? Infinity;
    const wild =
      this.#wild.find(place => place > exact || this.list[place]?.pattern.matches(path)) ?? Infinity;
    return this.list[Math.min(exact, wild)]?.args;
  }

  /** The limits that received numbers of a path lie in; undefined where their type decides. */
  ranges(path: string): readonly (ArgFormat | undefined)[] {
    return (this.find(path) ?? []).map(arg => (DEFAULT_RANGES[arg.type] ? arg : undefined));
  }
}
