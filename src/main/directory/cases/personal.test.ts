import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryTestWorld, DISPLAY } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(async () => {
  world = new DirectoryTestWorld();
  world.settings({
    sources: [
      { name: 'personal', backend: 'personal', searched_columns: ['firstname', 'lastname', 'company'] },
    ],
    profiles: [world.profile(['personal'])],
    displays: [DISPLAY],
  });
  await world.start();
});
afterEach(() => world.remove());

type Contact = Record<string, string>;

const post = (contact: unknown) => world.http('POST', '/personal', contact);
async function add(contact: Contact): Promise<string> {
  return ((await post(contact)).body as Contact)['id']!;
}
async function list(query = ''): Promise<Contact[]> {
  return ((await world.http('GET', `/personal${query}`)).body as { items: Contact[] }).items;
}
const importCsv = (csv: string | Uint8Array, charset = 'utf-8') =>
  world.http('POST', '/personal/import', csv, { 'Content-Type': `text/csv; charset=${charset}` });

describe('personal entries', () => {
  it('case 52: created, refused twice, odd names of columns, ids differ', async () => {
    expect((await post({ firstname: 'Alice' })).status).toBe(201);
    expect((await post({ firstname: 'Alice' })).status).toBe(409);
    expect((await post({ '': 'x' })).status).toBe(400);
    expect((await post({ '%': '1', '?': '2', '#': '3' })).status).toBe(201);
    expect((await post('')).status).toBe(400);
    expect((await post({})).status).toBe(400);
    expect((await post({ firstname: 1 })).status).toBe(400);
    const ids = (await list()).map(contact => contact['id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('case 53: edited as a whole, no duplicates, unknown ids, purge', async () => {
    const id = await add({ firstname: 'Noémie', lastname: 'Narvidon' });
    const put = await world.http('PUT', `/personal/${id}`, { firstname: 'Nicolas', company: 'acme' });
    expect(put).toMatchObject({ status: 200, body: { id, firstname: 'Nicolas', company: 'acme' } });
    expect(Object.keys(put.body as object)).toHaveLength(3);
    const other = await add({ firstname: 'Bob' });
    expect(
      (await world.http('PUT', `/personal/${other}`, { firstname: 'Nicolas', company: 'acme' })).status,
    ).toBe(409);
    expect((await world.http('GET', `/personal/${other}`)).body).toEqual({ firstname: 'Bob', id: other });
    for (const method of ['GET', 'DELETE'])
      expect((await world.http(method, '/personal/nope')).status).toBe(404);
    expect((await world.http('PUT', '/personal/nope', { a: 'b' })).status).toBe(404);
    expect((await world.http('DELETE', '/personal')).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('case 54: accents fold on both sides, an entry comes once, an empty value is none', async () => {
    await add({ firstname: 'Céline', lastname: '' });
    await add({ firstname: 'Etienne' });
    await add({ firstname: 'john', lastname: 'john', company: 'john' });
    expect(await world.lookup('celine')).toEqual([['Céline', null, null]]);
    expect(await world.lookup('étienne')).toEqual([['Etienne', null, null]]);
    expect(await world.lookup('john')).toEqual([['john', 'john', null]]);
    const { body } = await world.http('GET', '/directories/personal/default');
    expect((body as { results: unknown[] }).results).toHaveLength(3);
  });

  it('case 55: import tells the lines that failed, and is refused when nothing is left', async () => {
    const { status, body } = await importCsv('firstname,lastname\nA,a\nB,b,c\nC,c\nD,d,e\n');
    expect(status).toBe(201);
    const { created, failed } = body as { created: Contact[]; failed: { line: number }[] };
    expect(created.map(contact => contact['firstname'])).toEqual(['A', 'C']);
    expect(failed.map(one => one.line)).toEqual([3, 5]);
    for (const csv of ['firstname,lastname\n', '', 'firstname,lastname\nA\nB\n'])
      expect((await importCsv(csv)).status).toBe(400);
    const latin = Buffer.from('firstname\nP\xe9p\xe9\n', 'latin1');
    expect((await importCsv(latin)).status).toBe(400);
    expect((await importCsv(latin, 'cp1252')).status).toBe(201);
    expect((await list()).map(contact => contact['firstname'])).toContain('Pépé');
  });

  it('case 56: export and order', async () => {
    expect((await world.http('GET', '/personal?format=text/csv')).status).toBe(204);
    for (const firstname of ['Etienne', 'bib', 'Ãlberto', 'Céline', 'Bob', 'Alice']) await add({ firstname });
    await add({ lastname: 'Zed' });
    const order = (await list('?order=firstname')).map(contact => contact['firstname']);
    expect(order).toEqual([undefined, 'Ãlberto', 'Alice', 'bib', 'Bob', 'Céline', 'Etienne']);
    expect((await list('?order=firstname&direction=desc&limit=1'))[0]).toMatchObject({
      firstname: 'Etienne',
    });
    expect((await list('?order=firstname&offset=5')).map(contact => contact['firstname'])).toEqual([
      'Céline',
      'Etienne',
    ]);
    const bad = await world.http('GET', '/personal?order=invalid');
    expect(bad).toMatchObject({ status: 400, body: { reason: ["order: column 'invalid' was not found."] } });
    const csv = await world.http('GET', '/personal?format=text/csv');
    expect(csv.type).toContain('text/csv');
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toBe('firstname,id,lastname');
    expect(lines).toHaveLength(9);
    expect(lines[1]).toMatch(/^Etienne,[\w-]+,$/);
  });

  it('case 57: with a user go their entries and favourites', async () => {
    const as = { 'X-Crosspatch-User': 'anna' };
    const { body } = await world.http('POST', '/personal', { firstname: 'Ben' }, as);
    const { id } = body as Contact;
    await world.http('PUT', `/directories/favorites/personal/${id}`, undefined, as);
    await add({ firstname: 'Stays' });
    world.bus.publish('user_deleted', { user: 'anna' });
    expect((await world.http('GET', '/personal', undefined, as)).body).toEqual({ items: [] });
    expect(await world.call('favorites', 'ids', { user: 'anna' })).toEqual({});
    expect(await list()).toHaveLength(1);
  });

  it('entries outlive a restart', async () => {
    await add({ firstname: 'Alice' });
    await world.stop();
    await world.start();
    expect(await list()).toMatchObject([{ firstname: 'Alice' }]);
  });
});
