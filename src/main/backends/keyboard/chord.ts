import { fail } from '../../../shared/error/coded-error.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';

/** Modifiers in the order in which they are written. */
export const MODIFIERS = ['ctrl', 'alt', 'shift', 'meta'] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** A key as a page names it (`KeyboardEvent.code`), by its place on the keyboard and not by its letter. */
const CODE = /^[A-Z][A-Za-z0-9]{0,31}$/;

const SUGGESTED = [
  ...['Space', 'Enter', 'Escape', 'Tab', 'Backspace', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...Array.from({ length: 12 }, (_, i) => `F${i + 1}`),
  ...Array.from({ length: 26 }, (_, i) => `Key${String.fromCharCode(65 + i)}`),
  ...Array.from({ length: 10 }, (_, i) => `Digit${i}`),
  ...Array.from({ length: 10 }, (_, i) => `Numpad${i}`),
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Semicolon', 'Quote', 'Backquote', 'Backslash'],
  ...['Comma', 'Period', 'Slash', 'Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete'],
];

/** The canonical name of a key with its modifiers: `ctrl+shift+KeyS`. */
export function chordName(code: string, held: ReadonlySet<Modifier>): string {
  return [...MODIFIERS.filter(modifier => held.has(modifier)), code].join('+');
}

/** Read `KeyA`, `shift+ctrl+KeyS`; throws `backend.bad-channel`. Returns the canonical name. */
export function parseChord(instance: string, channel: string): string {
  const parts = channel.split('+');
  const code = parts.pop() ?? '';
  const held = new Set<Modifier>();
  for (const part of parts) {
    const modifier = MODIFIERS.find(one => one === part.toLowerCase());
    if (!modifier || held.has(modifier)) throw bad(instance, channel, `"${part}" is no modifier of its own`);
    held.add(modifier);
  }
  if (!CODE.test(code)) throw bad(instance, channel, `"${code}" is not the name of a key`);
  return chordName(code, held);
}

function bad(instance: string, channel: string, reason: string): Error {
  const help = 'For example KeyA, Space, F5 or ctrl+shift+KeyS (modifiers are ctrl, alt, shift, meta).';
  return fail('backend.bad-channel', { instance, channel, reason, help });
}

export function chordInfo(name: string): ChannelInfo {
  const label = name
    .split('+')
    .map(part => part.replace(/^(Key|Digit)(?=.$)/, '').replace(/(?<=[a-z])(?=[A-Z0-9])/g, ' '))
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' + ');
  return { name, label, source: true, target: false, min: 0, max: 1 };
}

/** Keys that complete the text, behind the modifiers that it has already. */
export function suggestChords(text: string, limit: number): ChannelInfo[] {
  const plus = text.lastIndexOf('+');
  const prefix = text.slice(0, plus + 1);
  const wanted = text.slice(plus + 1).toLowerCase();
  const fits = SUGGESTED.filter(
    code => code.toLowerCase().startsWith(wanted) || code.toLowerCase() === `key${wanted}`,
  );
  const names = fits.slice(0, limit).map(code => `${prefix}${code}`);
  try {
    return names.map(name => chordInfo(parseChord('', name)));
  } catch {
    return [];
  }
}
