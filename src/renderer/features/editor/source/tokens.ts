import type { ScriptLanguage } from '../../../../shared/script/api.ts';

/** A piece of a program: comments and white space are left out. */
export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'mark';
  /** As it is written; of a string only what is between its quotes. */
  readonly text: string;
  /** Of `text`: where it begins, and where what follows it begins. */
  readonly start: number;
  readonly end: number;
  /** A string with escapes or holes: its text is not its value. */
  readonly plain: boolean;
}

type Rule = readonly [kind: Token['kind'] | 'skip' | 'long', pattern: RegExp];

const NAME: Rule = ['name', /[A-Za-z_$][\w$]*/y];
const NUMBER: Rule = ['number', /\d[\w.]*/y];
const MARK: Rule = ['mark', /[^\s]/y];
const SPACE: Rule = ['skip', /\s+/y];
const QUOTED: Rule = ['string', /(["'])((?:\\[\s\S]|(?!\1)[^\\\n])*)\1?/y];

/** What may stand where, in the order in which it is tried. */
const RULES: Readonly<Record<ScriptLanguage, readonly Rule[]>> = {
  script: [
    SPACE,
    ['skip', /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
    QUOTED,
    ['string', /(`)((?:\\[\s\S]|[^\\`])*)`?/y],
    NAME,
    NUMBER,
    MARK,
  ],
  python: [
    SPACE,
    ['skip', /#[^\n]*/y],
    ['long', /[rRbBuUfF]{0,2}("""|''')([\s\S]*?)(?:\1|$)/y],
    ['long', /[rRbBfF]{1,2}(["'])((?:\\[\s\S]|(?!\1)[^\\\n])*)\1?/y],
    QUOTED,
    NAME,
    NUMBER,
    MARK,
  ],
  lua: [
    SPACE,
    ['skip', /--\[(=*)\[[\s\S]*?(?:\]\1\]|$)/y],
    ['skip', /--[^\n]*/y],
    ['long', /\[(=*)\[([\s\S]*?)(?:\]\1\]|$)/y],
    QUOTED,
    NAME,
    NUMBER,
    MARK,
  ],
};

/** After these a slash begins a regular expression, not a division. */
const BEFORE_REGEXP = /^(?:[([{,;=:?!&|+\-*%<>~^]|return|case|typeof)$/;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

/** The tokens of a program. Text that is not yet a program gives tokens too: an open string ends with its line. */
export function tokensOf(text: string, language: ScriptLanguage): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const end = skipRegExp(text, at, language, tokens.at(-1)) ?? take(text, at, RULES[language], tokens);
    at = Math.max(end, at + 1);
  }
  return tokens;
}

function skipRegExp(text: string, at: number, language: ScriptLanguage, before: Token | undefined) {
  if (language !== 'script' || text[at] !== '/' || text[at + 1] === '/' || text[at + 1] === '*')
    return undefined;
  if (before !== undefined && !BEFORE_REGEXP.test(before.text)) return undefined;
  REGEXP.lastIndex = at;
  return REGEXP.test(text) ? REGEXP.lastIndex : undefined;
}

function take(text: string, at: number, rules: readonly Rule[], tokens: Token[]): number {
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) continue;
    const end = at + found[0].length;
    if (kind === 'skip') return end;
    if (kind !== 'string' && kind !== 'long') {
      tokens.push({ kind, text: found[0], start: at, end, plain: true });
      return end;
    }
    const inner = found[2] ?? '';
    const start = at + found[0].indexOf(inner, found[0].indexOf(found[1] ?? '') + (found[1] ?? '').length);
    const plain = kind === 'string' && !inner.includes('\\') && !(found[1] === '`' && inner.includes('${'));
    tokens.push({ kind: 'string', text: inner, start, end: start + inner.length, plain });
    return end;
  }
  return at + 1;
}
