import type { PhonebookInfo } from '../../../shared/contract/calls/contacts.ts';
import { changeBook } from '../../../shared/directory/change-book.ts';
import type { ContactShelf } from '../../../shared/directory/contact-shelf.ts';
import { neededText, optionalText } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ServicePlugin, ServiceRequest } from '../../../shared/plugin/service.ts';

const DONE = { done: true } as const;

/** `create` and so on speak of the phonebook itself; these of what is in it. */
const VERBS = new Map([
  ['createContact', 'create'],
  ['editContact', 'edit'],
  ['removeContact', 'remove'],
]);

/**
 * Phonebooks that all users share. `phonebooks`, `create {name, description?}`, `get {phonebook}`, `edit`, `remove`;
 * `contacts {phonebook, search?}`, `createContact {phonebook, contact}`, `getContact {phonebook, id}`,
 * `editContact {phonebook, id, contact, seen?}`, `removeContact`, `restore {phonebook, contacts}`, `purge {phonebook}`,
 * `import {phonebook, csv}`, `export {phonebook}`. A phonebook is named by its id or its name. Each change is told as
 * `phonebook.changed`.
 */
export function createPhonebookService(shelf: ContactShelf): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'phonebook', title: 'Phonebooks' },
    async load(args) {
      await shelf.load();
      args.subscriptions.push(
        shelf.onChange(phonebook => args.bus.publish('phonebook.changed', { phonebook })),
      );
      return request => answer(shelf, request);
    },
  };
}

async function answer(shelf: ContactShelf, request: ServiceRequest): Promise<unknown> {
  switch (request.op) {
    case 'phonebooks':
      return { items: shelf.keys().map(id => infoOf(shelf, id)) };
    case 'create':
      return setAbout(shelf, shelf.newId(), request);
    case 'get':
      return infoOf(shelf, idOf(shelf, request));
    case 'edit':
      return setAbout(shelf, idOf(shelf, request), request);
    case 'remove':
      await shelf.remove(idOf(shelf, request));
      return DONE;
    default:
      return contacts(shelf, request);
  }
}

async function contacts(shelf: ContactShelf, request: ServiceRequest): Promise<unknown> {
  const id = idOf(shelf, request);
  const book = shelf.book(id);
  switch (request.op) {
    case 'contacts': {
      const search = optionalText(request, 'search');
      return { items: book.list(search === undefined ? {} : { search }) };
    }
    case 'getContact':
      return book.get(neededText(request, 'id'));
    case 'export':
      return { csv: book.exportCsv() };
    default: {
      const result = changeBook(book, VERBS.get(request.op) ?? request.op, request);
      await shelf.save(id);
      return result;
    }
  }
}

async function setAbout(shelf: ContactShelf, id: string, request: ServiceRequest): Promise<PhonebookInfo> {
  const name = neededText(request, 'name').trim();
  if (name === '' || name.length > 255)
    throw fail('directory.bad-request', { reason: '"name" is empty or too long' });
  if (shelf.keys().some(other => other !== id && infoOf(shelf, other).name === name))
    throw fail('directory.duplicate', { name });
  await shelf.setAbout(id, { name, description: optionalText(request, 'description') ?? '' });
  return infoOf(shelf, id);
}

function idOf(shelf: ContactShelf, request: ServiceRequest): string {
  const phonebook = neededText(request, 'phonebook');
  const id = shelf.has(phonebook)
    ? phonebook
    : shelf.keys().find(key => infoOf(shelf, key).name === phonebook);
  if (id === undefined) throw fail('directory.no-phonebook', { phonebook });
  return id;
}

function infoOf(shelf: ContactShelf, id: string): PhonebookInfo {
  const { name, description } = shelf.about(id);
  return {
    id,
    name: typeof name === 'string' ? name : id,
    description: typeof description === 'string' ? description : '',
  };
}
