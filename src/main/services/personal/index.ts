import { changeBook } from '../../../shared/directory/change-book.ts';
import type { Contact, ContactBook, ListOptions } from '../../../shared/directory/contact-book.ts';
import type { ContactShelf } from '../../../shared/directory/contact-shelf.ts';
import { neededText, optionalCount, optionalText, userOf } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type {
  CallContext,
  ServiceArgs,
  ServicePlugin,
  ServiceRequest,
} from '../../../shared/plugin/service.ts';
import type { Entry } from '../../../shared/plugin/source.ts';

/**
 * The user's own entries. `create {contact}`, `get {id}`, `edit {id, contact, seen?}` (replaces all columns),
 * `remove {id}`, `restore {contacts}`, `purge`, `listRaw {order?, direction?, limit?, offset?}`, `import {csv}`, `export`;
 * `list` gives them as entries of the directory. Every one takes `user?`. Each change is told as `personal.changed`.
 */
export function createPersonalService(shelf: ContactShelf): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'personal', title: 'Personal entries' },
    async load(args) {
      await shelf.load();
      args.subscriptions.push(
        args.bus.subscribe((event, payload) => forgetUser(shelf, args, event, payload)),
        shelf.onChange(user => args.bus.publish('personal.changed', { user })),
      );
      return (request, call) => answer(shelf, args, request, call);
    },
  };
}

async function answer(
  shelf: ContactShelf,
  args: ServiceArgs,
  request: ServiceRequest,
  call: CallContext,
): Promise<unknown> {
  const user = userOf(request);
  const book = shelf.book(user);
  switch (request.op) {
    case 'listRaw':
      return { items: book.list(listOptions(request)) };
    case 'list':
      return listEntries(args, book, user, call);
    case 'get':
      return book.get(neededText(request, 'id'));
    case 'export':
      return { csv: book.exportCsv() };
    default: {
      const result = changeBook(book, request.op, request);
      await shelf.save(user);
      return result;
    }
  }
}

/** Formatted as the first personal source says; as they are when there is none. */
async function listEntries(
  args: ServiceArgs,
  book: ContactBook,
  user: string,
  call: CallContext,
): Promise<readonly Entry[]> {
  const source = args.sources.list().find(one => one.backend === 'personal');
  if (!source) return book.list().map(plainEntry);
  const [outcome] = await args.sources.all([source.name], {
    user,
    profile: '',
    timeout: 5000,
    signal: call.signal,
  });
  return outcome?.ok === true ? outcome.value : book.list().map(plainEntry);
}

function plainEntry(contact: Contact): Entry {
  const relations = { source_entry_id: contact['id'] ?? null, instance: null, channel: null, address: null };
  return {
    source: 'personal',
    backend: 'personal',
    fields: contact,
    relations,
    is_personal: true,
    is_deletable: true,
  };
}

function listOptions(request: ServiceRequest): ListOptions {
  const order = optionalText(request, 'order');
  const direction = optionalText(request, 'direction');
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    throw fail('directory.bad-request', { reason: `direction: "${direction}" is neither asc nor desc` });
  const limit = optionalCount(request, 'limit');
  const offset = optionalCount(request, 'offset');
  return {
    ...(order === undefined ? {} : { order }),
    ...(direction === undefined ? {} : { direction }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

function forgetUser(shelf: ContactShelf, args: ServiceArgs, event: string, payload: unknown): void {
  const user = event === 'user_deleted' ? (payload as { user?: unknown } | null)?.user : undefined;
  if (typeof user !== 'string' || !shelf.has(user)) return;
  shelf.remove(user).catch((thrown: unknown) => args.log.error(String(thrown)));
}
