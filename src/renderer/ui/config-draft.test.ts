import { describe, expect, it } from 'vitest';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { draftConfig, restOf, shownValue } from './config-draft.ts';

const spec = (name: string, more: Partial<OptionSpec> = {}): OptionSpec => ({
  name,
  label: name,
  help: '',
  kind: 'text',
  ...more,
});
const SPECS = [spec('heading'), spec('allow', { repeat: true }), spec('pin', { kind: 'secret' })];

describe('what a form makes of a configuration', () => {
  it('is the same while nothing is changed', () => {
    const config = { heading: 'a', allow: ['x', 'y'], further: { deep: [1] } };
    expect(draftConfig(SPECS, config, { values: {} })).toEqual(config);
  });

  it('has lists as lists, also of one', () => {
    expect(draftConfig(SPECS, {}, { values: { allow: '/a' } })).toEqual({ allow: ['/a'] });
    expect(draftConfig(SPECS, { allow: ['/a'] }, { values: { allow: undefined } })).toEqual({});
  });

  it('sends a secret only when it was typed, and null when it was taken away', () => {
    expect(draftConfig(SPECS, {}, { values: { heading: 'b' } })).toEqual({ heading: 'b' });
    expect(draftConfig(SPECS, {}, { values: { pin: '1234' } })).toEqual({ pin: '1234' });
    expect(draftConfig(SPECS, {}, { values: { pin: undefined } })).toEqual({ pin: null });
  });

  it('leaves to JSON what no field shows, values of another kind too', () => {
    const config = { heading: { odd: 1 }, more: 1 };
    expect(shownValue(config, 'heading')).toBeUndefined();
    expect(restOf(SPECS, config)).toEqual(config);
    expect(draftConfig(SPECS, config, { values: {}, json: '{"more": 2}' })).toEqual({ more: 2 });
    expect(draftConfig(SPECS, config, { values: { heading: 'x' }, json: '' })).toEqual({ heading: 'x' });
  });

  it.each(['[1]', '{', 'null', '"a"'])('refuses %s as an object', json => {
    expect(() => draftConfig(SPECS, {}, { values: {}, json })).toThrow();
  });
});
