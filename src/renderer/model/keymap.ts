import type { Command } from './commands.ts';

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The pressed keys in the form of `Command.keys`: `Ctrl+Shift+Z`, `F8`, `Delete`. */
export function chordOf(event: Keys): string {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  parts.push(keyName(event));
  return parts.join('+');
}

function keyName(event: Keys): string {
  if (/^Key[A-Z]$/.test(event.code) && (event.ctrlKey || event.metaKey || event.altKey)) {
    return event.code.slice(3);
  }
  if (event.code === 'Period' && event.shiftKey) return '.';
  if (event.key === ' ') return 'Space';
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

/** True where typing must reach the field and not the canvas. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('.nokey')) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The command of a pressed key, or undefined. */
export function commandFor(
  commands: Iterable<Command>,
  event: KeyboardEvent,
  inField = isTextField(event.target),
): Command | undefined {
  const chord = chordOf(event);
  for (const command of commands) {
    if (command.keys?.includes(chord) !== true) continue;
    if (inField && command.everywhere !== true) continue;
    return command;
  }
  return undefined;
}

/** A chord as this machine's keyboard shows it. */
export function showChord(chord: string, mac: boolean): string {
  if (!mac) return chord;
  const sign: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥', Delete: '⌫' };
  return chord
    .split('+')
    .map(part => sign[part] ?? part)
    .join('');
}
