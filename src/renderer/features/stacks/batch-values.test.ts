import { describe, expect, it } from 'vitest';
import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import { readValues } from './batch-values.ts';

const plain: ParameterSpec = { name: 'db', label: 'Gain', help: '', kind: 'number' };
const pitch: ParameterSpec = {
  name: 'f0',
  label: 'Pitch',
  help: '',
  kind: 'json',
  knob: { min: -24, max: 24, unit: 'st', text: '{+}st' },
};

describe('values of a grid', () => {
  it.each([
    ['-12, 0,12', [-12, 0, 12]],
    ['-12..12 by 6', [-12, -6, 0, 6, 12]],
    ['0..0.3 by 0.1', [0, 0.1, 0.2, 0.3]],
    ['3..1', [3, 2, 1]],
    ['5..5', [5]],
    ['1, 10..30 by 10', [1, 10, 20, 30]],
    ['0..1 by 0.4', [0, 0.4, 0.8]],
  ])('%s', (text, values) => {
    expect(readValues(plain, text)).toEqual(values);
  });

  it('are written as the knob writes them', () => {
    expect(readValues(pitch, '-12..12 by 12')).toEqual(['-12st', '+0st', '+12st']);
    expect(readValues(pitch, '3, ~160Hz, *2')).toEqual(['+3st', '~160Hz', '*2']);
    expect(readValues({ ...pitch, knob: { min: 0, max: 4, unit: '×', text: '*{}' } }, '0.5, 2')).toEqual([
      '*0.5',
      '*2',
    ]);
  });

  it('may hold commas of their own', () => {
    expect(readValues({ ...plain, kind: 'json' }, '[1,2], {"a": [3,4], "b": "x,y"}')).toEqual([
      [1, 2],
      { a: [3, 4], b: 'x,y' },
    ]);
    expect(readValues({ ...plain, kind: 'boolean' }, 'true, off')).toEqual([true, false]);
  });

  it.each([' , ', '1..', 'by 3', '0..1 by 0', '0..1 by 0.0000001', '1..2 by x'])('refuses %s', text => {
    expect(readValues(plain, text)).toBeTypeOf('string');
  });
});
