import type { JsonValue } from '../patch/document.ts';
import type { DisplayColumn } from '../plugin/profile.ts';
import type { Entry } from '../plugin/source.ts';

/** The ids that a user starred, by source. */
export type FavoriteIds = ReadonlyMap<string, ReadonlySet<string>>;

export function columnHeaders(columns: readonly DisplayColumn[]): (string | null)[] {
  return columns.map(column => column.title ?? null);
}

export function columnTypes(columns: readonly DisplayColumn[]): (string | null)[] {
  return columns.map(column => column.type ?? null);
}

export function isFavorite(entry: Entry, favorites: FavoriteIds): boolean {
  const id = entry.relations.source_entry_id;
  return id !== null && favorites.get(entry.source)?.has(id) === true;
}

/** One row: a field's value, or the column's default where the entry has no such field at all. */
export function columnValues(
  entry: Entry,
  columns: readonly DisplayColumn[],
  favorites: FavoriteIds,
): JsonValue[] {
  return columns.map(column => {
    if (column.type === 'favorite') return isFavorite(entry, favorites);
    if (column.type === 'personal') return entry.is_personal;
    const { field } = column;
    const has = typeof field === 'string' && Object.hasOwn(entry.fields, field);
    return (has ? entry.fields[field] : column.default) ?? null;
  });
}
