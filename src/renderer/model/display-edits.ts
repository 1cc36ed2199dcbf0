import type { JsonValue } from '../../shared/patch/document.ts';
import type { Display, DisplayColumn } from '../../shared/plugin/profile.ts';
import { moved } from './list-moves.ts';

/** Types that the program computes or that windows know; any other word may stand there too. */
export const COLUMN_TYPES = ['name', 'number', 'favorite', 'personal', 'email', 'callable', 'status'];

/** The display as the engine keeps it, without where it is kept. */
export function plainDisplay({ name, columns }: Display): Display {
  return { name, columns };
}

export function newDisplay(name: string): Display {
  return {
    name,
    columns: [
      { title: 'Name', field: 'name', type: 'name' },
      { title: 'Favourite', type: 'favorite' },
    ],
  };
}

export function withColumn(display: Display): Display {
  return { ...display, columns: [...display.columns, { title: '', field: '' }] };
}

/** Change a column; an empty text takes its part out, but title and field stay, so that the column says something. */
export function changeColumn(
  display: Display,
  at: number,
  part: 'title' | 'field' | 'type' | 'default',
  text: string,
): Display {
  const columns = display.columns.map((column, i) => (i === at ? changed(column, part, text) : column));
  return { ...display, columns };
}

function changed(column: DisplayColumn, part: keyof DisplayColumn, text: string): DisplayColumn {
  const { [part]: _, ...others } = column;
  if (text === '' && part !== 'title' && part !== 'field') return { title: '', ...others };
  return { ...others, [part]: part === 'default' ? readDefault(text) : text };
}

/** `0`, `true`, `null` and the like are those values; everything else is the text itself. */
export function readDefault(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null ? text : value;
  } catch {
    return text;
  }
}

export function writeDefault(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  // A text that would read as a number or the like keeps its quotes.
  return readDefault(value) === value ? value : JSON.stringify(value);
}

/** A display has at least one column. */
export function removeColumn(display: Display, at: number): Display {
  if (display.columns.length <= 1) return display;
  return { ...display, columns: display.columns.filter((_, i) => i !== at) };
}

export function moveColumn(display: Display, at: number, by: -1 | 1): Display {
  return { ...display, columns: moved(display.columns, at, by) };
}
