import { describe, expect, it } from 'vitest';
import { DURATION_NOTATION, F0_NOTATION, readChange, VTL_NOTATION } from './notation.ts';

describe('the notation of world', () => {
  it.each([
    [F0_NOTATION, '*2', 'ratio', 2, ''],
    [F0_NOTATION, '+12st', 'offset', 12, 'st'],
    [F0_NOTATION, '-12st', 'offset', -12, 'st'],
    [F0_NOTATION, '12st', 'offset', 12, 'st'],
    [F0_NOTATION, '+10Hz', 'offset', 10, 'Hz'],
    [F0_NOTATION, '160Hz', 'offset', 160, 'Hz'],
    [F0_NOTATION, '~160Hz', 'target', 160, 'Hz'],
    [F0_NOTATION, '*1.5e0', 'ratio', 1.5, ''],
    [VTL_NOTATION, '*1.2', 'ratio', 1.2, ''],
    [VTL_NOTATION, '-3.8st', 'offset', -3.8, 'st'],
    [DURATION_NOTATION, '+0.25s', 'offset', 0.25, 's'],
    [DURATION_NOTATION, '~.5s', 'target', 0.5, 's'],
  ] as const)('%# reads %s', (notation, text, kind, value, unit) => {
    expect(readChange(notation, text)).toEqual({ kind, value, unit });
  });

  it('reads the form with fields', () => {
    expect(readChange(F0_NOTATION, { v: -12, u: 'st', '~': false })).toEqual({
      kind: 'offset',
      value: -12,
      unit: 'st',
    });
    expect(readChange(F0_NOTATION, { v: 120, u: 'Hz', '~': true })).toEqual({
      kind: 'target',
      value: 120,
      unit: 'Hz',
    });
    expect(readChange(VTL_NOTATION, { v: 1.1, u: null })).toEqual({ kind: 'ratio', value: 1.1, unit: '' });
    expect(readChange(VTL_NOTATION, null)).toBeUndefined();
  });

  it.each([
    [F0_NOTATION, '-12semitones'],
    [F0_NOTATION, '*2st'],
    [F0_NOTATION, '~12st'],
    [F0_NOTATION, 3],
    [F0_NOTATION, 'abc'],
    [F0_NOTATION, '12'],
    [F0_NOTATION, '+10hz'],
    [F0_NOTATION, 'x12st'],
    [F0_NOTATION, '+12st and more'],
    [F0_NOTATION, '*0'],
    [VTL_NOTATION, '~1st'],
    [VTL_NOTATION, ''],
    [DURATION_NOTATION, '~0s'],
    [DURATION_NOTATION, { v: 'x' }],
  ] as const)('%# refuses %s and shows how it is written', (notation, text) => {
    expect(() => readChange(notation, text)).toThrow(/\[world\].*write/);
  });
});
