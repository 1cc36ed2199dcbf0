import type { Contact } from '../../shared/directory/contact-book.ts';
import type { SourceInfo } from '../../shared/contract/calls/directory.ts';
import type { PhonebookInfo } from '../../shared/contract/calls/contacts.ts';
import { CodedError, messageOf } from '../../shared/error/coded-error.ts';
import { count, t } from '../messages/translate.ts';
import { bookCalls } from './contacts-calls.ts';
import { contactTitle } from './contacts-table.ts';
import { ask } from './dialogs-store.ts';
import { freeName } from './list-moves.ts';
import type { Model } from './model.ts';
import { showToast } from './toast-store.ts';

/** Why a contact was not kept; `changed` when it is not as it was seen any more. Undefined when it was. */
export interface SaveFault {
  readonly text: string;
  readonly changed: boolean;
}

/** Keep a new contact, or a change of the one that was `seen`. */
export async function saveContact(
  model: Model,
  book: string,
  contact: Contact,
  seen: Contact | undefined,
): Promise<SaveFault | undefined> {
  const calls = bookCalls(model.link, book);
  try {
    if (seen) await calls.edit(seen['id'] ?? '', contact, seen);
    else await calls.create(contact);
    return undefined;
  } catch (thrown) {
    const gone = hasCode(thrown, 'directory.no-entry');
    return {
      text: gone ? t('contacts.gone') : messageOf(thrown),
      changed: hasCode(thrown, 'directory.entry-changed'),
    };
  }
}

export async function removeContact(model: Model, book: string, contact: Contact): Promise<void> {
  const calls = bookCalls(model.link, book);
  try {
    await calls.remove(contact['id'] ?? '');
  } catch (thrown) {
    // Another window was quicker: it is gone, as was wanted.
    if (!hasCode(thrown, 'directory.no-entry')) model.complain(thrown);
    return;
  }
  offerBack(model, book, [contact], t('toast.deleted', { what: contactTitle(contact) }));
}

/** More do not fit in one message to the engine. */
const MOST_BACK = 50_000;

/** Remove all contacts of a book, after a question. */
export async function purgeBook(
  model: Model,
  book: string,
  title: string,
  contacts: readonly Contact[],
): Promise<void> {
  const choice = await ask(model.dialogs, {
    title: t('contacts.purgeTitle', { n: count(contacts.length), title }),
    text: t('contacts.purgeText'),
    choices: [{ id: 'purge', label: t('contacts.purgeIt'), tone: 'danger' }],
  });
  if (choice !== 'purge') return;
  try {
    await bookCalls(model.link, book).purge();
    const text = t('contacts.purged', { n: count(contacts.length) });
    if (contacts.length <= MOST_BACK) offerBack(model, book, contacts, text);
    else showToast(model.toasts, 'done', text);
  } catch (thrown) {
    model.complain(thrown);
  }
}

function offerBack(model: Model, book: string, contacts: readonly Contact[], text: string): void {
  const run = () => void bookCalls(model.link, book).restore(contacts).catch(model.complain);
  showToast(model.toasts, 'done', text, { action: { label: t('command.undo'), run } });
}

/** Answers the new phonebook, or undefined after a complaint. */
export async function addPhonebook(model: Model): Promise<PhonebookInfo | undefined> {
  const taken = (model.contacts.store.getState().phonebooks ?? []).map(one => one.name);
  const name = freeName(t('phonebooks.newName'), taken);
  try {
    return await model.link.call('phonebook.create', { name });
  } catch (thrown) {
    model.complain(thrown);
    return undefined;
  }
}

/** Answers what is wrong with the name; empty when it was kept. */
export async function describePhonebook(
  model: Model,
  { id, name, description }: PhonebookInfo,
): Promise<string> {
  try {
    await model.link.call('phonebook.edit', { phonebook: id, name, description });
    return '';
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Remove a phonebook, and the sources that show it, after a question. Answers whether it was done. */
export async function removePhonebook(model: Model, book: PhonebookInfo): Promise<boolean> {
  const sources = sourcesOf(model.directory.getState().sources, book).map(one => one.name);
  const text = sources.length === 0 ? 'phonebooks.removeText' : 'phonebooks.removeWithSource';
  const choice = await ask(model.dialogs, {
    title: t('phonebooks.removeTitle', { name: book.name }),
    text: t(text, { sources: sources.map(name => `“${name}”`).join(', ') }),
    choices: [{ id: 'remove', label: t('phonebooks.removeIt'), tone: 'danger' }],
  });
  if (choice !== 'remove') return false;
  try {
    for (const name of sources) await model.link.call('directory.removeSource', { name });
    await model.link.call('phonebook.remove', { phonebook: book.id });
    return true;
  } catch (thrown) {
    model.complain(thrown);
    return false;
  }
}

/** The sources that show a phonebook. */
export function sourcesOf(
  sources: readonly SourceInfo[],
  { id, name }: PhonebookInfo,
): readonly SourceInfo[] {
  return sources.filter(
    ({ backend, config }) =>
      backend === 'phonebook' && (config['phonebook'] === id || config['phonebook'] === name),
  );
}

/** From now on searches find the phonebook's contacts, in every patch. */
export async function phonebookAsSource(model: Model, { id, name }: PhonebookInfo): Promise<void> {
  const taken = model.directory.getState().sources.map(one => one.name);
  const free = freeName(name, taken);
  const source = { name: free, backend: 'phonebook', phonebook: id };
  try {
    await model.link.call('directory.addSource', { source, scope: 'app' });
    const run = () =>
      void model.link.call('directory.removeSource', { name: free }).then(() => undefined, model.complain);
    const action = { label: t('command.undo'), run };
    showToast(model.toasts, 'done', t('phonebooks.isSource', { name: free }), { action });
  } catch (thrown) {
    model.complain(thrown);
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof CodedError && thrown.code === code;
}
