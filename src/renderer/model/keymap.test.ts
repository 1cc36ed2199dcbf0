// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { chordOf, commandFor, showChord } from './keymap.ts';

const press = (key: string, more: Partial<KeyboardEventInit> = {}) =>
  new KeyboardEvent('keydown', { key, ...more });
const command = (keys: string[], everywhere = false): Command => ({
  id: keys.join(),
  title: 'command.undo',
  keys,
  everywhere,
  run: () => undefined,
});

describe('chordOf', () => {
  it('writes keys as commands do', () => {
    expect(chordOf(press('z', { ctrlKey: true, code: 'KeyZ' }))).toBe('Ctrl+Z');
    expect(chordOf(press('Z', { metaKey: true, shiftKey: true, code: 'KeyZ' }))).toBe('Ctrl+Shift+Z');
    expect(chordOf(press('Delete'))).toBe('Delete');
    expect(chordOf(press('>', { ctrlKey: true, shiftKey: true, code: 'Period' }))).toBe('Ctrl+Shift+.');
    expect(chordOf(press(' '))).toBe('Space');
  });
});

describe('commandFor', () => {
  it('leaves single letters to text fields, but not what acts everywhere', () => {
    const single = command(['F']);
    const save = command(['Ctrl+S'], true);
    expect(commandFor([single, save], press('f'), true)).toBeUndefined();
    expect(commandFor([single, save], press('f'), false)).toBe(single);
    expect(commandFor([single, save], press('s', { ctrlKey: true, code: 'KeyS' }), true)).toBe(save);
  });
});

describe('showChord', () => {
  it('shows signs on a Mac', () => {
    expect(showChord('Ctrl+Shift+Z', true)).toBe('⌘⇧Z');
    expect(showChord('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z');
  });
});
