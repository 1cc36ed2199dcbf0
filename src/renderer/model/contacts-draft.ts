import type { Contact } from '../../shared/directory/contact-book.ts';
import { t } from '../messages/translate.ts';

/** A column of a contact while it is written. */
export interface DraftRow {
  /** Stays the same while the name of the column changes. */
  readonly row: number;
  readonly key: string;
  readonly value: string;
}

/** Columns that the rest of the program knows how to use. */
export const USUAL_COLUMNS = ['name', 'number', 'address', 'section', 'firstname', 'lastname', 'email'];
const FIRST_COLUMNS = ['name', 'number'];
const MOST_OFFERED = 8;

/** The rows of a form: the contact's own columns, those of the others empty below; for a new one the usual ones. */
export function draftOf(contact: Contact | undefined, known: readonly string[]): readonly DraftRow[] {
  const { id: _, ...own } = contact ?? {};
  const keys = Object.keys(own);
  const offered = known.length === 0 && keys.length === 0 ? FIRST_COLUMNS : known;
  const others = offered.filter(key => !keys.includes(key)).slice(0, MOST_OFFERED);
  return [...keys, ...others].map((key, row) => ({ row, key, value: own[key] ?? '' }));
}

export function withRow(rows: readonly DraftRow[]): readonly DraftRow[] {
  const row = Math.max(-1, ...rows.map(one => one.row)) + 1;
  return [...rows, { row, key: '', value: '' }];
}

/** The contact of a form, or a sentence that says why there is none. Empty values are left out. */
export function contactOf(
  rows: readonly DraftRow[],
): { readonly contact: Contact } | { readonly fault: string } {
  const contact: Record<string, string> = {};
  for (const { key: given, value } of rows) {
    const key = given.trim();
    if (value === '') continue;
    if (key === '') return { fault: t('contacts.noColumn', { value }) };
    if (key === 'id') return { fault: t('contacts.idColumn') };
    if (Object.hasOwn(contact, key)) return { fault: t('contacts.twice', { column: key }) };
    contact[key] = value;
  }
  return Object.keys(contact).length === 0 ? { fault: t('contacts.nothing') } : { contact };
}

/** Whether two contacts say the same. */
export function sameContact(a: Contact | undefined, b: Contact | undefined): boolean {
  const text = ({ id: _, ...columns }: Contact) => JSON.stringify(Object.entries(columns).sort());
  return a === b || (a !== undefined && b !== undefined && text(a) === text(b));
}
