import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryTestWorld, DISPLAY, fakeSource } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

const CSV = 'id,fn,ln,num\n1,Alice,AAA,5555555555\n2,Bob,BBB,5555551234\n3,Charles,CCC,555123555\n';
const STARS = { ...DISPLAY, columns: [...DISPLAY.columns, { title: 'Favourite', type: 'favorite' }] };

function source(name: string) {
  return {
    name,
    backend: 'csv',
    file: world.file('ids.csv', CSV),
    unique_column: 'id',
    searched_columns: ['fn'],
    format_columns: { firstname: '{fn}', lastname: '{ln}', number: '{num}' },
  };
}

async function begin(...sources: Record<string, unknown>[]) {
  const names = sources.map(one => String(one['name']));
  world.settings({ sources, profiles: [world.profile(names)], displays: [STARS] });
  await world.start();
}

const star = (path: string, user?: string) =>
  world.http('PUT', `/directories/favorites/${path}`, undefined, as(user)).then(reply => reply.status);
const unstar = (path: string, user?: string) =>
  world.http('DELETE', `/directories/favorites/${path}`, undefined, as(user)).then(reply => reply.status);
const as = (user?: string): Record<string, string> =>
  user === undefined ? {} : { 'X-Crosspatch-User': user };

async function starred(user?: string): Promise<unknown[][]> {
  const { body } = await world.http('GET', '/directories/favorites/default', undefined, as(user));
  return (body as { results: { column_values: unknown[] }[] }).results.map(row => row.column_values);
}

const names = async (user?: string) => (await starred(user)).map(([first]) => first);

describe('favourites', () => {
  it('case 43: what the source has is listed, with the column true', async () => {
    await begin(source('my_csv'));
    for (const id of ['1', '3', '42']) expect(await star(`my_csv/${id}`)).toBe(204);
    expect(await starred()).toEqual([
      ['Alice', 'AAA', '5555555555', true],
      ['Charles', 'CCC', '555123555', true],
    ]);
  });

  it('case 44: what is taken back is gone', async () => {
    await begin(source('my_csv'));
    for (const id of ['1', '2', '3']) await star(`my_csv/${id}`);
    expect(await unstar('my_csv/2')).toBe(204);
    expect(await names()).toEqual(['Alice', 'Charles']);
  });

  it('case 45: each user has their own', async () => {
    await begin(source('my_csv'));
    await star('my_csv/1', 'A');
    await star('my_csv/2', 'A');
    await star('my_csv/3', 'B');
    expect(await names('A')).toEqual(['Alice', 'Bob']);
    expect(await names('B')).toEqual(['Charles']);
  });

  it('case 46: a lookup shows the star', async () => {
    await begin(source('my_csv'));
    expect(await world.lookup('Ali')).toEqual([['Alice', 'AAA', '5555555555', false]]);
    await star('my_csv/1');
    expect(await world.lookup('Ali')).toEqual([['Alice', 'AAA', '5555555555', true]]);
  });

  it('case 47: a source may have a slash in its name', async () => {
    await begin(source('my_csv/slash'));
    expect(await star('my_csv/slash/1')).toBe(204);
    expect(await names()).toEqual(['Alice']);
    expect(await unstar('my_csv/slash/1')).toBe(204);
    expect(await names()).toEqual([]);
  });

  it('case 48: a source whose list throws takes nothing from the others', async () => {
    const search = (): never => {
      throw new Error('broken');
    };
    world.extra.push(fakeSource('broken', { search }));
    await begin({ name: 'broken_source', backend: 'broken' }, source('my_csv'));
    await star('broken_source/1');
    await star('my_csv/2');
    expect(await names()).toEqual(['Bob']);
  });

  it('case 49: twice is 409, unknown is 404', async () => {
    await begin(source('my_csv'));
    expect(await star('my_csv/1')).toBe(204);
    expect(await star('my_csv/1')).toBe(409);
    expect(await unstar('my_csv/2')).toBe(404);
    expect(await star('nowhere/1')).toBe(404);
  });

  it('case 50: they outlive a restart, and events tell', async () => {
    await begin(source('my_csv'));
    const heard: [string, unknown][] = [];
    world.bus.subscribe((event, payload) => void heard.push([event, payload]));
    await star('my_csv/1');
    await star('my_csv/2');
    await unstar('my_csv/1');
    const payload = (id: string) => ({ source: 'my_csv', id, user: 'local' });
    expect(heard.filter(([event]) => event.startsWith('favorite_'))).toEqual([
      ['favorite_added', payload('1')],
      ['favorite_added', payload('2')],
      ['favorite_deleted', payload('1')],
    ]);
    expect(heard).toContainEqual(['directory.favoritesChanged', { source: 'my_csv', id: '2', on: true }]);
    await world.stop();
    await world.start();
    expect(await names()).toEqual(['Bob']);
  });

  it('case 51: a personal entry that was deleted is no favourite any more', async () => {
    await begin({ name: 'personal', backend: 'personal' });
    const { body } = await world.http('POST', '/personal', { firstname: 'Alice' });
    const { id } = body as { id: string };
    expect(await star(`personal/${id}`)).toBe(204);
    expect(await names()).toEqual(['Alice']);
    await world.http('DELETE', `/personal/${id}`);
    expect(await names()).toEqual([]);
  });

  it('follow a source that gets another name, with its profile; and one whose renaming is undone', async () => {
    const stays = source('stays');
    await begin(stays, source('my_csv'));
    await star('my_csv/1');
    await star('stays/2');
    const renamed = { ...source('better'), searched_columns: ['ln'] };
    expect((await world.http('PUT', '/backends/csv/sources/my_csv', renamed)).status).toBe(204);
    await expect.poll(() => names()).toEqual(['Bob', 'Alice']);
    expect(await world.call('favorites', 'ids')).toEqual({ stays: ['2'], better: ['1'] });
    expect((await world.http('GET', '/directories/lookup/default?term=bbb')).body).toMatchObject({
      results: [{ source: 'better' }],
    });
    await world.stop();
    await world.start();
    expect(await names()).toEqual(['Bob', 'Alice']);
    // As undo does it: the section stands there as it was.
    const config = { ...source('my_csv') };
    await world.http('PUT', '/backends/csv/sources/better', config);
    await expect.poll(() => names()).toEqual(['Bob', 'Alice']);
    expect(await world.call('favorites', 'ids')).toEqual({ stays: ['2'], my_csv: ['1'] });
  });

  it('of a source that is exchanged for another one, or for two, stay where they are', async () => {
    await begin(source('my_csv'));
    await star('my_csv/1');
    const two = [source('a'), source('b')];
    await world.parts.directory.settings.change('app', '', { sources: two } as never, '');
    await world.parts.directory.settled();
    expect(await world.call('favorites', 'ids')).toEqual({ my_csv: ['1'] });
  });
});
