import { describe, expect, it } from 'vitest';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { valueOf, writeValue } from './option-value.ts';

const spec = (part: Partial<OptionSpec>): OptionSpec => ({
  name: 'x',
  label: 'x',
  help: '',
  kind: 'text',
  ...part,
});

describe('valueOf', () => {
  it('leaves an empty field out of the patch', () => expect(valueOf(spec({}), '')).toBeUndefined());
  it('reads numbers and fractions, and keeps what is none as it was typed', () => {
    const number = spec({ kind: 'number' });
    expect(valueOf(number, '12.5')).toBe(12.5);
    expect(valueOf(number, '127/2')).toBe(63.5);
    expect(valueOf(number, '1/0')).toBe('1/0');
    expect(valueOf(number, 'many')).toBe('many');
  });
  it('reads one item a line where an option repeats', () => {
    const repeat = spec({ repeat: true });
    expect(valueOf(repeat, 'a\n\nb\n')).toEqual(['a', 'b']);
    expect(valueOf(repeat, 'a')).toBe('a');
    expect(valueOf(repeat, '\n')).toBeUndefined();
    expect(writeValue(['a', 'b'])).toBe('a\nb');
  });
});
