/** Longer patterns are refused: no controller sends them, only noise does. */
export const MAX_PATTERN = 512;

/** How much work matching may cause; shared by all matches of one packet, so that no packet can hold up the rest. */
export interface MatchBudget {
  steps: number;
}

/** A compiled OSC address pattern. */
export interface AddressPattern {
  /** False also when the budget ran out. */
  matches(path: string, budget?: MatchBudget): boolean;
}

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'set'; readonly ranges: readonly (readonly [string, string])[]; readonly not: boolean }
  | { readonly kind: 'star' }
  | { readonly kind: 'alternatives'; readonly texts: readonly string[] }
  | { readonly kind: 'levels' };

const SLASH = 47;
const QUESTION = 63;
const STAR = 42;
const BRACKET = 91;
const BRACE = 123;
const WILD = /[?*[{]|\/\//;
const TOKEN = /\/\/+|\*+|\?|\[(!?)([^\]/]*)\]|\{([^}/]*)\}|[^/*?[\]{}]+|\/(?!\/)/y;

/** True when an address is a pattern rather than the name of one method. */
export function isAddressPattern(address: string): boolean {
  return WILD.test(address);
}

/** The same for an address as it lies in a packet. */
export function isAddressPatternBytes(bytes: Uint8Array, start: number, end: number): boolean {
  let before = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUESTION || byte === STAR || byte === BRACKET || byte === BRACE) return true;
    if (byte === SLASH && before === SLASH) return true;
    before = byte;
  }
  return false;
}

/**
 * Compile `?` (one character), `*` (any run), `[a-z]` `[!ab]` (sets), `{foo,bar}` (alternatives), none of which matches
 * a "/", and `//` of OSC 1.1 (any number of levels). Undefined when a bracket is not closed or the pattern is too long.
 */
export function compileAddressPattern(pattern: string): AddressPattern | undefined {
  if (pattern.length > MAX_PATTERN) return undefined;
  const tokens = tokensOf(pattern);
  if (!tokens) return undefined;
  const [first] = tokens;
  const prefix = first?.kind === 'literal' ? first.text : '';
  return {
    matches: (path, budget = { steps: Number.MAX_SAFE_INTEGER }) => {
      budget.steps--;
      return path.startsWith(prefix) && new Match(tokens, path, budget).from(0, 0);
    },
  };
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const found = TOKEN.exec(pattern);
    if (!found) return undefined;
    const token = tokenOf(found);
    const last = tokens.at(-1);
    if (token.kind === 'literal' && last?.kind === 'literal') {
      tokens[tokens.length - 1] = { kind: 'literal', text: last.text + token.text };
    } else tokens.push(token);
  }
  return tokens;
}

function tokenOf([text, not, set, alternatives]: RegExpExecArray): Token {
  if (alternatives !== undefined) return { kind: 'alternatives', texts: alternatives.split(',') };
  if (set !== undefined) return { kind: 'set', ranges: rangesOf(set), not: not === '!' };
  if (text === '?') return { kind: 'any' };
  if (text.startsWith('*')) return { kind: 'star' };
  if (text.startsWith('//')) return { kind: 'levels' };
  return { kind: 'literal', text };
}

/** `a-z` is a range; a "-" at the end of a set stands for itself. */
function rangesOf(set: string): readonly (readonly [string, string])[] {
  const ranges: (readonly [string, string])[] = [];
  for (let i = 0; i < set.length; i++) {
    const from = set.charAt(i);
    const isRange = set.charAt(i + 1) === '-' && i + 2 < set.length;
    const to = isRange ? set.charAt(i + 2) : from;
    ranges.push(from <= to ? [from, to] : [to, from]);
    if (isRange) i += 2;
  }
  return ranges;
}

/** One match at a time: they share their memory. */
let scratch = new Uint8Array(4096);

/** Matches one path. Every pair of token and place is tried once at most: the work is bounded, not exponential. */
class Match {
  readonly #failed: Uint8Array;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly path: string,
    private readonly budget: MatchBudget,
  ) {
    const size = tokens.length * (path.length + 1);
    if (scratch.length < size) scratch = new Uint8Array(size);
    this.#failed = scratch.fill(0, 0, size);
    // Clearing memory is work too.
    budget.steps -= size >> 6;
  }

  from(index: number, at: number): boolean {
    const token = this.tokens[index];
    if (!token) return at === this.path.length;
    const key = index * (this.path.length + 1) + at;
    if (--this.budget.steps < 0 || this.#failed[key] === 1) return false;
    this.#failed[key] = 1;
    return this.#token(token, index + 1, at);
  }

  #token(token: Token, next: number, at: number): boolean {
    const { path } = this;
    switch (token.kind) {
      case 'literal':
        return path.startsWith(token.text, at) && this.from(next, at + token.text.length);
      case 'any':
        return isPlain(path.charAt(at)) && this.from(next, at + 1);
      case 'set':
        return isPlain(path.charAt(at)) && isIn(token, path.charAt(at)) && this.from(next, at + 1);
      case 'alternatives':
        return token.texts.some(text => path.startsWith(text, at) && this.from(next, at + text.length));
      case 'star':
        return this.#star(next, at);
      case 'levels':
        return path.charAt(at) === '/' && this.#levels(next, at);
    }
  }

  #star(next: number, at: number): boolean {
    for (let end = at; ; end++) {
      if (this.from(next, end)) return true;
      if (!isPlain(this.path.charAt(end)) || this.budget.steps < 0) return false;
    }
  }

  #levels(next: number, at: number): boolean {
    for (let slash = at; slash >= 0; slash = this.path.indexOf('/', slash + 1)) {
      if (this.from(next, slash + 1)) return true;
    }
    return false;
  }
}

function isPlain(char: string): boolean {
  return char !== '' && char !== '/';
}

function isIn(token: Extract<Token, { kind: 'set' }>, char: string): boolean {
  return token.ranges.some(([from, to]) => char >= from && char <= to) !== token.not;
}
