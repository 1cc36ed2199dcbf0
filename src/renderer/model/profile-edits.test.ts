import { describe, expect, it } from 'vitest';
import {
  chooseSource,
  moveProfileSource,
  newProfile,
  readTimeout,
  serviceOf,
  sourceChoices,
  usableProfile,
  withTimeout,
} from './profile-edits.ts';

const names = (list: readonly { readonly name: string }[]) => list.map(one => one.name).join(' ');
const profile = newProfile('foh', ['a', 'b', 'c']);
const lookup = (given: typeof profile) => names(serviceOf(given, 'lookup').sources);

describe('edits of a profile', () => {
  it('a source is left out, comes back last, and is moved within the bounds', () => {
    const without = chooseSource(profile, 'lookup', 'a', false);
    expect(lookup(without)).toBe('b c');
    const back = chooseSource(without, 'lookup', 'a', true);
    expect(lookup(back)).toBe('b c a');
    expect(lookup(moveProfileSource(back, 'lookup', 'a', -1))).toBe('b a c');
    expect(moveProfileSource(back, 'lookup', 'a', 1)).toBe(back);
    expect(moveProfileSource(back, 'lookup', 'nope', -1)).toBe(back);
    expect(names(serviceOf(back, 'reverse').sources)).toBe('a b c');
  });

  it('a service that is not named asks nothing, others stay as they are', () => {
    const odd = { name: 'x', display: 'default', services: { fax: { sources: [{ name: 'a' }] } } };
    expect(serviceOf(odd, 'lookup').sources).toEqual([]);
    expect(chooseSource(odd, 'lookup', 'b', true).services).toEqual({
      fax: { sources: [{ name: 'a' }] },
      lookup: { sources: [{ name: 'b' }] },
    });
  });

  it('lists the chosen ones first, in their order, and tells which are not there', () => {
    const choices = sourceChoices({ sources: [{ name: 'c' }, { name: 'gone' }] }, ['a', 'c']);
    expect(choices.map(one => [one.name, one.chosen, one.missing])).toEqual([
      ['c', true, false],
      ['gone', true, true],
      ['a', false, false],
    ]);
  });

  it('a time-out is above 0, or none', () => {
    expect(readTimeout(' 0,5 ')).toEqual({ seconds: 0.5 });
    expect(readTimeout('')).toEqual({ seconds: undefined });
    for (const wrong of ['0', '-1', 'x', 'Infinity', '3601']) expect(readTimeout(wrong)).toBeUndefined();
    const set = withTimeout(profile, 'reverse', 2);
    expect(serviceOf(set, 'reverse').options).toEqual({ timeout: 2 });
    expect(serviceOf(withTimeout(set, 'reverse', undefined), 'reverse')).toEqual(
      serviceOf(profile, 'reverse'),
    );
  });

  it('the library searches with the wanted profile while there is one', () => {
    const list = [{ ...profile, scope: 'patch' as const }];
    expect(usableProfile(list, 'foh')).toBe('foh');
    expect(usableProfile(list, 'gone')).toBe('default');
  });
});
