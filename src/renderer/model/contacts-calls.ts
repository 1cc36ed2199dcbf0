import type { Contact, ImportReport } from '../../shared/directory/contact-book.ts';
import type { Link } from '../link/link.ts';

/** The key of the user's own entries; every other key is the id of a phonebook. */
export const PERSONAL = 'personal';

/** What can be done with a book of contacts, whichever it is. Each rejects with a coded error. */
export interface BookCalls {
  list(): Promise<readonly Contact[]>;
  create(contact: Contact): Promise<Contact>;
  /** Refused where the contact is not `seen` any more. */
  edit(id: string, contact: Contact, seen: Contact): Promise<Contact>;
  remove(id: string): Promise<unknown>;
  /** Removed contacts come back under their ids. */
  restore(contacts: readonly Contact[]): Promise<unknown>;
  purge(): Promise<unknown>;
  importCsv(csv: string): Promise<ImportReport>;
  exportCsv(): Promise<string>;
}

export function bookCalls(link: Link, key: string): BookCalls {
  return key === PERSONAL ? personalCalls(link) : phonebookCalls(link, key);
}

function personalCalls(link: Link): BookCalls {
  return {
    list: async () => (await link.call('personal.listRaw', {})).items,
    create: contact => link.call('personal.create', { contact }),
    edit: (id, contact, seen) => link.call('personal.edit', { id, contact, seen }),
    remove: id => link.call('personal.remove', { id }),
    restore: contacts => link.call('personal.restore', { contacts: [...contacts] }),
    purge: () => link.call('personal.purge', {}),
    importCsv: csv => link.call('personal.import', { csv }),
    exportCsv: async () => (await link.call('personal.export', {})).csv,
  };
}

function phonebookCalls(link: Link, phonebook: string): BookCalls {
  return {
    list: async () => (await link.call('phonebook.contacts', { phonebook })).items,
    create: contact => link.call('phonebook.createContact', { phonebook, contact }),
    edit: (id, contact, seen) => link.call('phonebook.editContact', { phonebook, id, contact, seen }),
    remove: id => link.call('phonebook.removeContact', { phonebook, id }),
    restore: contacts => link.call('phonebook.restore', { phonebook, contacts: [...contacts] }),
    purge: () => link.call('phonebook.purge', { phonebook }),
    importCsv: csv => link.call('phonebook.import', { phonebook, csv }),
    exportCsv: async () => (await link.call('phonebook.export', { phonebook })).csv,
  };
}
