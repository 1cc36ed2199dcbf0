import { describe, expect, it } from 'vitest';
import {
  besidePatch,
  newSource,
  optionOf,
  readColumns,
  sheetName,
  withOption,
  withTemplate,
  writeColumns,
} from './source-draft.ts';
import { freeName } from '../../model/list-moves.ts';

const csv = { name: 'csv', title: 'CSV file', summary: '', options: [], binds: true };

describe('the form of a source', () => {
  it.each([
    ['', undefined],
    [' , ', undefined],
    ['a', ['a']],
    [' a, b c ,', ['a', 'b c']],
  ])('reads the columns "%s"', (text, columns) => expect(readColumns(text)).toEqual(columns));

  it('writes columns without the empty ones', () => expect(writeColumns(['a', null, '', 'b'])).toBe('a, b'));

  it.each([
    ['/shows/a/synth.csv', '/shows/a/show.crosspatch', 'synth.csv'],
    ['/shows/a/sheets/synth.csv', '/shows/a/show.crosspatch', 'sheets/synth.csv'],
    ['/shows/ab/synth.csv', '/shows/a/show.crosspatch', '/shows/ab/synth.csv'],
    ['C:\\shows\\synth.csv', 'C:\\shows\\show.crosspatch', 'synth.csv'],
    ['/synth.csv', undefined, '/synth.csv'],
  ])('writes %s beside %s as %s', (path, patch, text) => expect(besidePatch(path, patch)).toBe(text));

  it('finds a name that is free', () => {
    expect(freeName('synth', [])).toBe('synth');
    expect(freeName('synth', ['synth', 'synth 2'])).toBe('synth 3');
  });

  it.each([
    ['/home/you/My Synth.csv', 'My Synth'],
    ['C:\\sheets\\desk.v2.csv', 'desk.v2'],
    ['', ''],
  ])('calls %s "%s"', (path, name) => expect(sheetName(path)).toBe(name));

  it('binds a new source to the device it was made for, if its kind names channels', () => {
    expect(newSource(csv, [], 'rig')).toEqual({ name: 'rig', backend: 'csv', bind: { instance: 'rig' } });
    expect(newSource({ ...csv, binds: false }, [], 'rig')).toEqual({ name: 'CSV file', backend: 'csv' });
  });

  it('takes an option out when it is emptied, and keeps the rest', () => {
    const config = { name: 'a', backend: 'csv', file: 'x.csv', strange: { kept: true } };
    expect(withOption(config, 'file', undefined)).toEqual({
      name: 'a',
      backend: 'csv',
      strange: { kept: true },
    });
    expect(optionOf(config, 'file')).toBe('x.csv');
    expect(optionOf(config, 'strange')).toBeUndefined();
  });

  it('sets the template of the name without touching other columns', () => {
    const config = { name: 'a', backend: 'csv', format_columns: { number: '{num}' } };
    const named = withTemplate(config, '{section} {name}');
    expect(named.format_columns).toEqual({ number: '{num}', reverse: '{section} {name}' });
    expect(withTemplate(named, '').format_columns).toEqual({ number: '{num}' });
    expect(withTemplate({ name: 'a', backend: 'csv' }, '')).toEqual({ name: 'a', backend: 'csv' });
  });
});
