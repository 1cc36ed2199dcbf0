import { describe, expect, it } from 'vitest';
import {
  changeColumn,
  moveColumn,
  newDisplay,
  readDefault,
  removeColumn,
  withColumn,
  writeDefault,
} from './display-edits.ts';

describe('edits of a display', () => {
  const display = newDisplay('short');
  const titles = (given: typeof display) => given.columns.map(one => one.title).join(' ');

  it('columns come, move and go, but never the last one', () => {
    const three = withColumn(display);
    expect(titles(three)).toBe('Name Favourite ');
    expect(titles(moveColumn(three, 0, 1))).toBe('Favourite Name ');
    expect(titles(moveColumn(three, 0, -1))).toBe('Name Favourite ');
    const one = removeColumn(removeColumn(three, 2), 1);
    expect(titles(one)).toBe('Name');
    expect(removeColumn(one, 0)).toBe(one);
  });

  it('an empty part is taken out, and a column always says something', () => {
    expect(changeColumn(display, 0, 'type', '').columns[0]).toEqual({ title: 'Name', field: 'name' });
    const bare = changeColumn({ name: 'x', columns: [{ default: 'd' }] }, 0, 'default', '');
    expect(bare.columns[0]).toEqual({ title: '' });
    expect(changeColumn(display, 1, 'title', 'Star').columns[1]).toEqual({ title: 'Star', type: 'favorite' });
  });

  it('keeps what it does not show', () => {
    const given = { name: 'x', columns: [{ field: 'a', number_display: '{a}' }] };
    expect(changeColumn(given, 0, 'field', 'b').columns[0]).toEqual({ field: 'b', number_display: '{a}' });
  });

  it('a default is a value where it reads as one, and reads back as it was', () => {
    for (const value of [0, 1.5, true, null, 'none', '', '0', 'true', '"x"', '[1]'])
      expect(value === '' ? '' : readDefault(writeDefault(value))).toEqual(value);
    expect(readDefault('12')).toBe(12);
    expect(writeDefault('12')).toBe('"12"');
    expect(readDefault('{"a":1}')).toBe('{"a":1}');
    expect(writeDefault(undefined)).toBe('');
  });
});
