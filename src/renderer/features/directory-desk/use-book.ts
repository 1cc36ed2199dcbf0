import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { columnsOf, filterContacts, type Sorting, sortContacts } from '../../model/contacts-table.ts';
import { useModel } from '../../model/use-model.ts';

/** The contacts of a book, kept up to date; undefined until the engine has answered. */
export function useBook(book: string): readonly Contact[] | undefined {
  const model = useModel();
  useEffect(() => model.contacts.watch(book), [model, book]);
  return useStore(model.contacts.store, state => state.books.get(book));
}

/** The same as a table shows them. */
export function useTable(contacts: readonly Contact[], term: string, sorting: Sorting | undefined) {
  const columns = useMemo(() => columnsOf(contacts), [contacts]);
  const found = useMemo(() => filterContacts(contacts, term), [contacts, term]);
  const rows = useMemo(() => sortContacts(found, sorting), [found, sorting]);
  return { columns, rows };
}
