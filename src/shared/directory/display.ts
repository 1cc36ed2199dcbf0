import type { JsonValue } from '../patch/document.ts';
import type { DisplayColumn } from '../plugin/profile.ts';
import type { Entry } from '../plugin/source.ts';

/** The ids that a user starred, by source. */
export type FavoriteIds = ReadonlyMap<string, ReadonlySet<string>>;

/** What the service of favourites answers to `ids`, ready to be asked; nothing answered is no favourites. */
export function favoriteIdsFrom(ids: unknown): FavoriteIds {
  const lists = (ids ?? {}) as Readonly<Record<string, readonly string[]>>;
  return new Map(Object.entries(lists).map(([source, list]) => [source, new Set(list)]));
}

/** The head of a table, in the names of dird's API 0.1. */
export interface DisplayHead {
  readonly column_headers: readonly (string | null)[];
  readonly column_types: readonly (string | null)[];
}

interface DisplayRow extends Pick<Entry, 'relations' | 'source' | 'backend'> {
  readonly column_values: readonly JsonValue[];
}

export function displayHead(columns: readonly DisplayColumn[]): DisplayHead {
  return {
    column_headers: columns.map(column => column.title ?? null),
    column_types: columns.map(column => column.type ?? null),
  };
}

export interface DisplayTable extends DisplayHead {
  readonly results: readonly DisplayRow[];
}

/** Entries in the columns of a display, as lookups, favourites and own entries are answered. */
export function displayTable(
  entries: readonly Entry[],
  columns: readonly DisplayColumn[],
  favorites: FavoriteIds,
): DisplayTable {
  const results = entries.map(entry => ({
    column_values: columnValues(entry, columns, favorites),
    relations: entry.relations,
    source: entry.source,
    backend: entry.backend,
  }));
  return { ...displayHead(columns), results };
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
