/** Filters of LDAP as text (RFC 4515). */

const SPECIAL = new Set(['\\', '*', '(', ')', '\0']);

/** A value inside a filter: what has a meaning there is escaped (section 3). */
export function escapeValue(value: string): string {
  return [...value].map(char => (SPECIAL.has(char) ? escapeBytes(Buffer.from(char)) : char)).join('');
}

/** Bytes inside a filter. */
export function escapeBytes(bytes: Uint8Array): string {
  return [...bytes].map(byte => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Entries of which one column contains the term; with a filter of the user's, in which %Q is the term. */
export function searchFilter(columns: readonly string[], term: string, custom: string | undefined): string {
  return combine(anyOf(columns.map(column => `(${column}=*${escapeValue(term)}*)`)), custom, term);
}

/** Entries of which one column is exactly the key. */
export function exactFilter(columns: readonly string[], key: string, custom: string | undefined): string {
  return combine(anyOf(columns.map(column => `(${column}=${escapeValue(key)})`)), custom, '*', true);
}

/** Entries with one of the ids; binary ones are UUIDs in text. */
export function idFilter(column: string, ids: readonly string[], binary: boolean): string {
  return anyOf(ids.map(id => `(${column}=${binary ? escapeBytes(bytesOfUuid(id)) : escapeValue(id)})`));
}

/** The 16 bytes of a UUID, in the order they are written in. */
export function bytesOfUuid(uuid: string): Uint8Array {
  const pairs = uuid.replaceAll('-', '').match(/[0-9a-f]{2}/gi) ?? [];
  return Uint8Array.from(pairs, pair => parseInt(pair, 16));
}

export function uuidOfBytes(bytes: Uint8Array): string {
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function anyOf(filters: readonly string[]): string {
  return filters.length === 1 ? (filters[0] ?? '') : `(|${filters.join('')})`;
}

function combine(columns: string, custom: string | undefined, term: string, any = false): string {
  if (custom === undefined) return columns;
  const given = any ? term : escapeValue(term);
  // `*%Q*` with any term would be three stars, which servers refuse: an empty part of a value (RFC 4511, 4.5.1.7.2).
  const filled = custom.replaceAll('%Q', () => given).replace(/\*{2,}/g, '*');
  return columns === '(|)' ? filled : `(&${filled}${columns})`;
}
