import type { ScriptLanguage } from '../../../../shared/script/api.ts';
import { channelUses, handlerDefs } from './channel-uses.ts';
import { tokensOf } from './tokens.ts';

/** A piece of a text to be replaced. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all replacements done; two at the same place count once. */
export function replaceAll(text: string, replacements: Iterable<Replacement>): string {
  const sorted = [...replacements].sort((a, b) => b.start - a.start);
  let end = text.length + 1;
  let out = text;
  for (const one of sorted) {
    if (one.end > end || one.start >= end) continue;
    out = out.slice(0, one.start) + one.text + out.slice(one.end);
    end = one.start;
  }
  return out;
}

/** A channel's name in the calls of the API. */
export function channelReplacements(
  text: string,
  language: ScriptLanguage,
  from: string,
  to: string,
): readonly Replacement[] {
  return channelUses(text, language)
    .filter(use => use.channel === from)
    .map(({ start, end }) => ({ start, end, text: to }));
}

/** A handler's function and its uses within its module, by tokens; nothing when the module does not define it. */
export function functionReplacements(
  text: string,
  language: ScriptLanguage,
  from: string,
  to: string,
): readonly Replacement[] {
  if (!handlerDefs(text, language).some(one => one.name === from)) return [];
  const tokens = tokensOf(text, language);
  return tokens.flatMap((token, i) => {
    const isMember = tokens[i - 1]?.text === '.';
    if (token.kind !== 'name' || token.text !== from || isMember) return [];
    return [{ start: token.start, end: token.end, text: to }];
  });
}
