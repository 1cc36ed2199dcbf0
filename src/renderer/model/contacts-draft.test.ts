import { describe, expect, it } from 'vitest';
import { contactOf, draftOf, sameContact, withRow } from './contacts-draft.ts';

const row = (key: string, value: string, at = 0) => ({ row: at, key, value });

describe('the form of a contact', () => {
  it('offers the usual columns for the first one, those of the others later', () => {
    expect(draftOf(undefined, []).map(one => one.key)).toEqual(['name', 'number']);
    expect(draftOf(undefined, ['cue', 'name']).map(one => one.key)).toEqual(['cue', 'name']);
    expect(draftOf({ id: '1', name: 'A' }, ['cue', 'name'])).toEqual([row('name', 'A'), row('cue', '', 1)]);
  });

  it('gives each new row a number of its own', () => {
    expect(withRow([row('a', '', 4), row('b', '', 2)]).at(-1)).toEqual(row('', '', 5));
    expect(withRow([])).toEqual([row('', '')]);
  });

  it('becomes a contact without its empty columns', () => {
    expect(contactOf([row(' name ', 'A'), row('', ''), row('number', '')])).toEqual({
      contact: { name: 'A' },
    });
  });

  it('says what is wrong', () => {
    const fault = (...rows: Parameters<typeof contactOf>[0]) => {
      const draft = contactOf(rows);
      return 'fault' in draft ? draft.fault : '';
    };
    expect(fault(row('', 'x'))).toContain('“x” has no column');
    expect(fault(row('id', 'x'))).toContain('“id” belongs to the program');
    expect(fault(row('a', 'x'), row('a ', 'y'))).toContain('two columns called “a”');
    expect(fault(row('a', ''))).toContain('empty');
    expect(fault(row('constructor', 'x'))).toBe('');
  });

  it('knows a contact that says the same', () => {
    expect(sameContact({ id: '1', a: 'x', b: 'y' }, { b: 'y', a: 'x' })).toBe(true);
    expect(sameContact({ a: 'x' }, { a: 'y' })).toBe(false);
    expect(sameContact({ a: 'x' }, undefined)).toBe(false);
  });
});
