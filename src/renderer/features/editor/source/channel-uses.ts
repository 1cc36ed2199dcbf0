import { CHANNEL_FUNCTIONS, type ScriptLanguage } from '../../../../shared/script/api.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A channel named in a call: `output("out1", ...)`. */
export interface ChannelUse {
  readonly fn: string;
  readonly channel: string;
  /** Of the name, without its quotes. */
  readonly start: number;
  readonly end: number;
  /** The last value goes behind this: the end of a read, or of the name that is sent on. */
  readonly hintAt: number;
}

/** A function of a module that a channel may call. */
export interface HandlerDef {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Every channel that a program names as the first argument of a function of the API. */
export function channelUses(text: string, language: ScriptLanguage): readonly ChannelUse[] {
  const tokens = tokensOf(text, language);
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'name' || !CHANNEL_FUNCTIONS.has(token.text)) return [];
    const open = tokens[i + 1];
    const bare = language === 'lua' && open?.kind === 'string';
    const name = bare ? open : tokens[i + 2];
    if (name?.kind !== 'string' || !name.plain || !(bare || open?.text === '(')) return [];
    const behind = tokens[i + (bare ? 2 : 3)];
    const hintAt = behind?.text === ')' && !bare ? behind.end : name.end + 1;
    return [{ fn: token.text, channel: name.text, start: name.start, end: name.end, hintAt }];
  });
}

/** The functions at the top of a module, in order. */
export function handlerDefs(text: string, language: ScriptLanguage): readonly HandlerDef[] {
  const tokens = tokensOf(text, language);
  const found: HandlerDef[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (language === 'script') depth += depthStep(token);
    const name = depth === 0 ? definedName(tokens, i, language, text) : undefined;
    if (name) found.push({ name: name.text, start: name.start, end: name.end });
  });
  return found;
}

function depthStep({ kind, text }: Token): number {
  if (kind !== 'mark') return 0;
  return text === '{' || text === '(' || text === '['
    ? 1
    : text === '}' || text === ')' || text === ']'
      ? -1
      : 0;
}

/** The name that a definition beginning at token `i` gives. */
function definedName(
  tokens: readonly Token[],
  i: number,
  language: ScriptLanguage,
  text: string,
): Token | undefined {
  const word = tokens[i];
  if (word?.kind !== 'name') return undefined;
  if (language === 'script') return word.text === 'export' ? exportedFunction(tokens, i + 1) : undefined;
  const atLineStart = word.start === 0 || text[word.start - 1] === '\n';
  if (!atLineStart) return undefined;
  const next = tokens[i + 1];
  const defines = language === 'python' ? word.text === 'def' : word.text === 'function';
  if (defines && next?.kind === 'name' && tokens[i + 2]?.text === '(') return next;
  const assigned = language === 'lua' && next?.text === '=' && tokens[i + 2]?.text === 'function';
  return assigned ? word : undefined;
}

function exportedFunction(tokens: readonly Token[], from: number): Token | undefined {
  const at = tokens[from]?.text === 'async' ? from + 1 : from;
  const word = tokens[at]?.text;
  const name = tokens[at + 1];
  if (word === 'function') return name?.kind === 'name' ? name : undefined;
  if (word !== 'const' && word !== 'let') return undefined;
  const value = tokens.slice(at + 2, at + 4).map(token => token.text);
  return value[0] === '=' && (value[1] === '(' || value[1] === 'function') ? name : undefined;
}
