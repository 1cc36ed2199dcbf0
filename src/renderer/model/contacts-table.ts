import type { Contact } from '../../shared/directory/contact-book.ts';
import { fold } from '../../shared/directory/fold.ts';

export interface Sorting {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** The columns of all contacts, sorted, as an export has them; without the id. */
export function columnsOf(contacts: readonly Contact[]): readonly string[] {
  const columns = new Set<string>();
  for (const contact of contacts) for (const column in contact) columns.add(column);
  columns.delete('id');
  return [...columns].sort();
}

/** Contacts that have each word of the term in one of their values; neither case nor accents count. */
export function filterContacts(contacts: readonly Contact[], term: string): readonly Contact[] {
  const words = fold(term)
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return contacts;
  return contacts.filter(contact => {
    const text = textOf(contact);
    return words.every(word => text.includes(word));
  });
}

function textOf({ id: _, ...columns }: Contact): string {
  return fold(Object.values(columns).join('\n'));
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** By one column; those without it come last either way. */
export function sortContacts(contacts: readonly Contact[], sorting: Sorting | undefined): readonly Contact[] {
  if (!sorting) return contacts;
  const { column, direction } = sorting;
  const sign = direction === 'asc' ? 1 : -1;
  return [...contacts].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return sign * collator.compare(left, right);
  });
}

/** The sorting after a click on the head of a column: up, down, as they were made. */
export function nextSorting(sorting: Sorting | undefined, column: string): Sorting | undefined {
  if (sorting?.column !== column) return { column, direction: 'asc' };
  return sorting.direction === 'asc' ? { column, direction: 'desc' } : undefined;
}

/** What a contact is called in a sentence. */
export function contactTitle(contact: Contact): string {
  const { id: _, ...columns } = contact;
  const whole = [columns['firstname'], columns['lastname']].filter(part => part !== undefined).join(' ');
  return columns['name'] ?? (whole || Object.values(columns)[0]) ?? '';
}
