/** The most channels that one spec may name; a typo such as {1..99999999} must not eat the memory. */
export const MAX_RANGE = 100_000;

export type RangeResult =
  | { readonly ok: true; readonly channels: readonly string[] }
  | { readonly ok: false; readonly reason: string };

type Part = readonly string[];

const NUMBERS = /^(\d+)\.\.(\d+)$/;

/**
 * Expand the globs of a channel spec: `{a..b}` counts up or down over unsigned decimals, `{x,y,z}` lists members.
 * Several globs multiply; the rightmost varies fastest: `{a,b}{1..3}` is a1 a2 a3 b1 b2 b3.
 */
export function expandRange(spec: string): RangeResult {
  const parts: Part[] = [];
  let count = 1;
  let rest = spec;
  while (rest !== '') {
    const open = rest.indexOf('{');
    const stray = (open < 0 ? rest : rest.slice(0, open)).indexOf('}');
    if (stray >= 0) return bad('a "}" has no "{" before it');
    if (open < 0) break;
    const close = rest.indexOf('}', open);
    if (close < 0) return bad('a "{" is not closed');
    const members = expandGlob(rest.slice(open + 1, close));
    if (typeof members === 'string') return bad(members);
    count *= members.length;
    if (count > MAX_RANGE) return bad(`it names more than ${MAX_RANGE} channels`);
    parts.push([rest.slice(0, open)], members);
    rest = rest.slice(close + 1);
  }
  parts.push([rest]);
  return { ok: true, channels: parts.reduce<Part>(multiply, ['']) };
}

/** True when the spec names more than itself. */
export function hasRange(spec: string): boolean {
  return spec.includes('{');
}

function bad(reason: string): RangeResult {
  return { ok: false, reason };
}

function multiply(heads: Part, tails: Part): Part {
  if (tails.length === 1) return heads.map(head => head + (tails[0] ?? ''));
  return heads.flatMap(head => tails.map(tail => head + tail));
}

/** The members of one glob, or the reason why it is none. */
function expandGlob(body: string): Part | string {
  if (body.includes('{')) return 'a glob stands inside another one';
  const numbers = NUMBERS.exec(body);
  if (numbers) return expandNumbers(Number(numbers[1]), Number(numbers[2]));
  const members = body.split(',');
  if (members.length === 1) return `{${body}} is neither {a..b} with unsigned numbers nor {x,y,z}`;
  if (members.includes('')) return `{${body}} has an empty member`;
  return members;
}

function expandNumbers(from: number, to: number): Part | string {
  const length = Math.abs(to - from) + 1;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || length > MAX_RANGE) {
    return `it names more than ${MAX_RANGE} channels`;
  }
  const step = to < from ? -1 : 1;
  return Array.from({ length }, (_, i) => String(from + i * step));
}
