import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StubLink } from '../testing/stub-link.ts';
import { PERSONAL } from './contacts-calls.ts';
import { Contacts } from './contacts-store.ts';

describe('Contacts', () => {
  let stub: StubLink;
  let contacts: Contacts;
  const settle = () => vi.advanceTimersByTimeAsync(100);
  const book = (key: string) => contacts.store.getState().books.get(key);
  beforeEach(() => {
    vi.useFakeTimers();
    stub = new StubLink();
    stub.answers['personal.listRaw'] = () => ({ items: [{ id: '1', name: 'A' }] });
    stub.answers['phonebook.phonebooks'] = () => ({
      items: [
        { id: 'b', name: 'Stage', description: '' },
        { id: 'a', name: 'Crew', description: '' },
      ],
    });
    contacts = new Contacts(stub.link);
  });
  afterEach(() => vi.useRealTimers());

  it('knows phonebooks by name, and a book only while somebody looks at it', async () => {
    stub.open();
    await settle();
    expect(contacts.store.getState().phonebooks?.map(one => one.name)).toEqual(['Crew', 'Stage']);
    stub.announce('personal.changed', { user: 'local' });
    await settle();
    expect(stub.of('personal.listRaw')).toHaveLength(0);
    const stop = contacts.watch(PERSONAL);
    const other = contacts.watch(PERSONAL);
    await settle();
    expect(stub.of('personal.listRaw')).toHaveLength(1);
    expect(book(PERSONAL)).toEqual([{ id: '1', name: 'A' }]);
    stop();
    expect(book(PERSONAL)).toBeDefined();
    other();
    expect(book(PERSONAL)).toBeUndefined();
  });

  it('asks once for many changes, and again when the engine is back', async () => {
    contacts.watch(PERSONAL);
    await settle();
    for (let n = 0; n < 20; n++) stub.announce('personal.changed', { user: 'local' });
    await settle();
    expect(stub.of('personal.listRaw')).toHaveLength(2);
    stub.open();
    await settle();
    expect(stub.of('personal.listRaw')).toHaveLength(3);
  });

  it('an answer that was overtaken does not count; a phonebook that is gone is empty', async () => {
    const slow: ((items: { items: object[] }) => void)[] = [];
    stub.answers['phonebook.contacts'] = () =>
      new Promise(resolve => void slow.push(resolve as (typeof slow)[0]));
    contacts.watch('a');
    stub.announce('phonebook.changed', { phonebook: 'a' });
    await settle();
    slow[1]?.({ items: [{ id: 'new' }] });
    slow[0]?.({ items: [{ id: 'old' }] });
    await settle();
    expect(book('a')).toEqual([{ id: 'new' }]);
    stub.answers['phonebook.contacts'] = () => Promise.reject(new Error('gone'));
    stub.announce('phonebook.changed', { phonebook: 'a' });
    await settle();
    expect(book('a')).toEqual([]);
  });
});
