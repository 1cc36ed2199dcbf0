import type { MappingDecl } from '../document.ts';

/**
 * Without white space, control characters and byte order marks at both ends. (MIDIMonster also cuts off every
 * character that is not ASCII there: a value that ends in "é" loses it.)
 */
export function trimLine(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0xfeff;
}

/**
 * A line of a `[map]` section: `A > B`, `A < B`, `A <> B`; the first `<` or `>` is the operator. No channel can
 * contain " ;", so what follows it is a comment, which MIDIMonster refuses. A text says why it is no mapping.
 */
export function splitMapping(line: string): (MappingDecl & { readonly comment: boolean }) | string {
  const at = line.search(/[<>]/);
  if (at < 0) return 'the line is no mapping: there is neither ">" nor "<" in it';
  const both = line[at + 1] !== line[at] && /[<>]/.test(line[at + 1] ?? '');
  const tail = line.slice(at + (both ? 2 : 1));
  const semicolon = tail.search(/\s;/);
  const left = trimLine(line.slice(0, at));
  const right = trimLine(semicolon < 0 ? tail : tail.slice(0, semicolon));
  if (left === '' || right === '') return 'the mapping has only one side';
  const [from, to] = both || line[at] === '>' ? [left, right] : [right, left];
  return { from, to, both, off: false, comment: semicolon >= 0 };
}
