import { columnsOf } from '../../../shared/directory/row-table.ts';
import type { SourceConfig } from '../../../shared/plugin/source.ts';
import type { Content } from './content.ts';

/** What was read, with a word about columns that the configuration names and no row has. Rows are used as they are. */
export function tellMissing(content: Content, config: SourceConfig): Content {
  const { rows, fault } = content;
  const made = config.format_columns ?? {};
  const named = [
    ...(columnsOf(config.searched_columns) ?? []),
    ...(columnsOf(config.first_matched_columns) ?? []),
    ...(columnsOf([config.unique_column ?? null]) ?? []),
  ];
  const isThere = (column: string) =>
    Object.hasOwn(made, column) || rows.some(row => Object.hasOwn(row.fields, column));
  const missing = rows.length === 0 ? [] : [...new Set(named)].filter(column => !isThere(column));
  if (missing.length === 0) return content;
  const told = `it has no column "${missing.slice(0, 5).join('", "')}"`;
  return { rows, fault: [fault, told].filter(text => text !== '').join('; ') };
}
