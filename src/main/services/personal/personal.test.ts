import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactsEvents } from '../../../shared/contract/calls/contacts.ts';
import { openApp, type TestApp, type TestWindow } from '../../testing/open-app.ts';

// What a window does with personal entries and phonebooks, over the contract.

let app: TestApp;
let window: TestWindow;
beforeEach(async () => {
  app = await openApp();
  window = app.window();
});
afterEach(() => app.close());

const call: TestWindow['client']['call'] = (...given) => window.client.call(...given);
const entries = async () => (await call('personal.listRaw', {})).items;

describe('personal entries in a window', () => {
  it('are kept, found without the accent, and another window hears of each change', async () => {
    const heard: ContactsEvents['personal.changed'][] = [];
    app.window().client.on('personal.changed', payload => void heard.push(payload));
    const made = await call('personal.create', { contact: { name: 'Pépé', number: '1' } });
    await expect.poll(() => heard).toEqual([{ user: 'local' }]);
    const found = await call('directory.search', { search: 's', term: 'pepe', wait: 2000 });
    expect(found.results.map(one => [one.title, one.entry.relations.source_entry_id])).toEqual([
      ['Pépé', made['id']],
    ]);
    await expect(call('personal.create', { contact: { number: '1', name: 'Pépé' } })).rejects.toMatchObject({
      code: 'directory.duplicate-entry',
    });
  });

  it('refuse a change of something that is not as it was seen', async () => {
    const { id = '' } = await call('personal.create', { contact: { name: 'A' } });
    const change = (name: string, seen?: Record<string, string>) =>
      call('personal.edit', { id, contact: { name }, ...(seen ? { seen } : {}) });
    await change('B', { name: 'A', id });
    await expect(change('C', { name: 'A' })).rejects.toMatchObject({ code: 'directory.entry-changed' });
    expect(await entries()).toEqual([{ name: 'B', id }]);
    await change('C');
    expect(await entries()).toEqual([{ name: 'C', id }]);
  });

  it('come back under their ids, but not twice and not over others', async () => {
    const a = await call('personal.create', { contact: { name: 'A' } });
    const b = await call('personal.create', { contact: { name: 'B' } });
    await call('personal.remove', { id: a['id'] ?? '' });
    await expect(call('personal.remove', { id: a['id'] ?? '' })).rejects.toMatchObject({
      code: 'directory.no-entry',
    });
    await call('personal.edit', { id: b['id'] ?? '', contact: { name: 'B2' } });
    await call('personal.restore', { contacts: [a, b] });
    expect(await entries()).toEqual([{ name: 'B2', id: b['id'] }, a]);
    await call('personal.purge', {});
    await call('personal.restore', { contacts: [a, b] });
    expect(await entries()).toEqual([a, b]);
  });

  it('are imported and exported as CSV', async () => {
    const csv = 'name,number\nAnn,1\nBob\nAnn,1\nCé,"2,5"\n';
    const report = await call('personal.import', { csv });
    expect(report.created).toHaveLength(2);
    expect(report.failed.map(one => one.line)).toEqual([3, 4]);
    const { csv: back } = await call('personal.export', {});
    expect(back.split('\r\n')[0]).toBe('id,name,number');
    expect(back).toContain(',Cé,"2,5"\r\n');
    await expect(call('personal.import', { csv: 'name\n' })).rejects.toMatchObject({
      code: 'directory.csv-broken',
    });
  });

  it('take nothing that is no contact', async () => {
    const wrong = { contact: { name: 7 } } as never;
    await expect(call('personal.create', wrong)).rejects.toMatchObject({ code: 'contract.bad-params' });
    await expect(call('personal.create', { contact: { '': 'x' } })).rejects.toMatchObject({
      code: 'directory.bad-request',
    });
    await expect(call('personal.listRaw', { user: 'anna' } as never)).rejects.toMatchObject({
      code: 'contract.bad-params',
    });
  });
});

describe('phonebooks in a window', () => {
  it('are made, named once, described, filled, used as a source and removed', async () => {
    const heard: string[] = [];
    window.client.on('phonebook.changed', ({ phonebook }) => void heard.push(phonebook));
    const { id } = await call('phonebook.create', { name: 'Crew' });
    await expect(call('phonebook.create', { name: 'Crew' })).rejects.toMatchObject({
      code: 'directory.duplicate',
    });
    await call('phonebook.edit', { phonebook: id, name: 'Stage crew', description: 'Summer' });
    const contact = await call('phonebook.createContact', { phonebook: id, contact: { name: 'Zoë' } });
    await call('directory.addSource', {
      source: { name: 'Crew', backend: 'phonebook', phonebook: id },
      scope: 'app',
    });
    const search = async () =>
      (await call('directory.search', { search: 's', term: 'zoe', wait: 2000 })).results.map(
        one => one.entry.source,
      );
    await expect.poll(search).toEqual(['Crew']);
    const contactId = contact['id'] ?? '';
    await expect(
      call('phonebook.editContact', {
        phonebook: id,
        id: contactId,
        contact: { name: 'X' },
        seen: { name: 'Y' },
      }),
    ).rejects.toMatchObject({ code: 'directory.entry-changed' });
    await call('phonebook.removeContact', { phonebook: id, id: contactId });
    await call('phonebook.restore', { phonebook: id, contacts: [contact] });
    expect((await call('phonebook.contacts', { phonebook: id })).items).toEqual([contact]);
    await call('phonebook.purge', { phonebook: id });
    expect((await call('phonebook.export', { phonebook: id })).csv).toBe('');
    await call('phonebook.remove', { phonebook: id });
    expect((await call('phonebook.phonebooks', {})).items).toEqual([]);
    expect(new Set(heard)).toEqual(new Set([id]));
    await expect(call('phonebook.contacts', { phonebook: id })).rejects.toMatchObject({
      code: 'directory.no-phonebook',
    });
  });
});
