import { describe, expect, it } from 'vitest';
import { columnsOf, contactTitle, filterContacts, nextSorting, sortContacts } from './contacts-table.ts';

const ALL = [
  { id: '1', name: 'Zoé', number: '10' },
  { id: '2', name: 'alan', number: '9', section: 'Brass' },
  { id: '3', firstname: 'Bea', lastname: 'Ähm' },
];
const ids = (list: readonly { readonly id?: string }[]) => list.map(one => one.id).join('');

describe('the table of contacts', () => {
  it('has the sorted columns of all, without the id', () => {
    expect(columnsOf(ALL)).toEqual(['firstname', 'lastname', 'name', 'number', 'section']);
    expect(columnsOf([])).toEqual([]);
  });

  it('finds words in any column, neither case nor accents count, and never by the id', () => {
    expect(ids(filterContacts(ALL, 'ZOE'))).toBe('1');
    expect(ids(filterContacts(ALL, 'brass alan'))).toBe('2');
    expect(ids(filterContacts(ALL, 'ahm bea'))).toBe('3');
    expect(ids(filterContacts(ALL, 'brass zoe'))).toBe('');
    expect(ids(filterContacts(ALL, '3'))).toBe('');
    expect(filterContacts(ALL, '  ')).toBe(ALL);
  });

  it('sorts numbers as numbers and what is absent last, either way', () => {
    expect(ids(sortContacts(ALL, { column: 'number', direction: 'asc' }))).toBe('213');
    expect(ids(sortContacts(ALL, { column: 'number', direction: 'desc' }))).toBe('123');
    expect(ids(sortContacts(ALL, { column: 'name', direction: 'asc' }))).toBe('213');
    expect(sortContacts(ALL, undefined)).toBe(ALL);
  });

  it('goes up, down, and back to the order of making', () => {
    const up = nextSorting(undefined, 'name');
    const down = nextSorting(up, 'name');
    expect([up?.direction, down?.direction, nextSorting(down, 'name')]).toEqual(['asc', 'desc', undefined]);
    expect(nextSorting(down, 'number')).toEqual({ column: 'number', direction: 'asc' });
  });

  it('calls a contact by its name, by both names, or by what there is', () => {
    expect(ALL.map(contactTitle)).toEqual(['Zoé', 'alan', 'Bea Ähm']);
    expect(contactTitle({ id: '4', cue: '12' })).toBe('12');
  });
});
