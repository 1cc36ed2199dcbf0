import { fail } from '../error/coded-error.ts';
import type { ServiceRequest } from '../plugin/service.ts';
import type { Contact, ContactBook } from './contact-book.ts';
import { neededText } from './request.ts';

const DONE = { done: true } as const;

/**
 * Change a book of contacts: `create {contact}`, `edit {id, contact, seen?}`, `remove {id}`, `restore {contacts}`, `purge`,
 * `import {csv}`. Throws `contract.unknown-call` for another verb, and what the book throws.
 */
export function changeBook(book: ContactBook, verb: string, request: ServiceRequest): unknown {
  switch (verb) {
    case 'create':
      return book.create(request['contact']);
    case 'edit':
      return book.edit(neededText(request, 'id'), request['contact'], request['seen']);
    case 'remove':
      book.remove(neededText(request, 'id'));
      return DONE;
    case 'restore':
      book.restore(contactsOf(request));
      return DONE;
    case 'purge':
      book.purge();
      return DONE;
    case 'import':
      return book.importCsv(neededText(request, 'csv'));
    default:
      throw fail('contract.unknown-call', { name: request.op });
  }
}

function contactsOf({ contacts }: ServiceRequest): readonly Contact[] {
  if (Array.isArray(contacts)) return contacts as readonly Contact[];
  throw fail('directory.bad-request', { reason: '"contacts" is no list' });
}
