import { appendFileSync, renameSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { D1, DirectoryTestWorld, DISPLAY, fakeSource } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

const throws = (): never => {
  throw new Error('search is broken');
};

async function rows(term: string) {
  const { body } = await world.http('GET', `/directories/lookup/default?term=${encodeURIComponent(term)}`);
  return (body as { results: { source: string; relations: { source_entry_id: string | null } }[] }).results;
}

describe('lookup', () => {
  it('cases 13 and 14!: finds in the searched columns alone, sources in the order of the profile', async () => {
    world.usual(world.sources());
    await world.start();
    expect(await world.lookup('lice')).toEqual([
      ['Alice', 'AAA', '5555555555'],
      ['Alice', 'Alan', '1111'],
    ]);
    expect((await rows('lice')).map(row => [row.source, row.relations.source_entry_id])).toEqual([
      ['my_csv', null],
      ['third_csv', '1'],
    ]);
    const [my, second, third] = world.sources();
    await world.stop();
    world.usual([third!, second!, my!]);
    await world.start();
    expect((await rows('lice')).map(row => row.source)).toEqual(['third_csv', 'my_csv']);
  });

  it('answers the columns, and how each source did', async () => {
    world.usual(world.sources());
    await world.start();
    const { status, body } = await world.http('GET', '/directories/lookup/default/some-user?term=lice');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      term: 'lice',
      column_headers: ['Firstname', 'Lastname', 'Number'],
      column_types: [null, null, null],
      sources: [
        { source: 'my_csv', ok: true },
        { source: 'second_csv', ok: true },
        { source: 'third_csv', ok: true },
      ],
    });
  });

  it('case 15: a source whose search throws takes nothing from the others', async () => {
    const [my] = world.sources();
    world.extra.push(fakeSource('broken', { search: throws }));
    world.usual([my!, { name: 'broken_source', backend: 'broken' }, { ...my, name: 'my_other_csv' }]);
    await world.start();
    expect(await world.lookup('al')).toEqual([
      ['Alice', 'AAA', '5555555555'],
      ['Alice', 'AAA', '5555555555'],
    ]);
  });

  it.each([
    [0.2, 1],
    [2, 2],
    [undefined, 2],
  ])('case 16: with a timeout of %s s a source of 0.6 s makes %i results', async (timeout, count) => {
    const [my] = world.sources();
    world.extra.push(fakeSource('slow', { delay: 600, entries: [{ firstname: 'Alice', lastname: 'Slow' }] }));
    world.usual([my!, { name: 'slow_source', backend: 'slow' }], {
      lookup: timeout === undefined ? {} : { timeout },
    });
    await world.start();
    const before = performance.now();
    expect(await world.lookup('lice')).toHaveLength(count);
    expect(performance.now() - before).toBeGreaterThan(count === 1 ? 190 : 590);
  });

  it('case 20: `pép` and `pep` both find Pépé', async () => {
    const file = world.file('accents.csv', 'fn,ln,num\nPépé,lol,555\n');
    const format_columns = { firstname: '{fn}' };
    world.usual([{ name: 'a', backend: 'csv', file, searched_columns: ['fn'], format_columns }]);
    await world.start();
    expect(await world.lookup('pép')).toEqual([['Pépé', null, null]]);
    expect(await world.lookup('pep')).toEqual([['Pépé', null, null]]);
  });

  it('case 21: another separator', async () => {
    const file = world.file('bars.csv', D1.replaceAll(',', '|'));
    const [my] = world.sources();
    world.usual([{ ...my, file, separator: '|' }]);
    await world.start();
    expect(await world.lookup('al')).toEqual([['Alice', 'AAA', '5555555555']]);
  });

  it('case 22: without a unique column an entry is found, and cannot be a favourite', async () => {
    const [my] = world.sources();
    world.usual([my!]);
    await world.start();
    expect((await rows('lice'))[0]?.relations.source_entry_id).toBeNull();
    await world.http('PUT', '/directories/favorites/my_csv/Alice');
    const { body } = await world.http('GET', '/directories/favorites/default');
    expect(body).toMatchObject({ results: [] });
  });

  it('cases 23 and 24: a changed file is read again; a deleted one is served as it was, degraded, until it is back', async () => {
    const [, , third] = world.sources();
    world.usual([third!]);
    await world.start();
    appendFileSync(world.path('other.csv'), '4,James,XXX,222123666,\n');
    await expect
      .poll(() => world.lookup('James'), { timeout: 5000 })
      .toEqual([['James', 'XXX', '222123666']]);
    renameSync(world.path('other.csv'), world.path('away.csv'));
    const state = () => world.parts.directory.catalogue.get('third_csv')?.state;
    await expect.poll(state, { timeout: 5000 }).toBe('degraded');
    expect(await world.lookup('James')).toHaveLength(1);
    renameSync(world.path('away.csv'), world.path('other.csv'));
    appendFileSync(world.path('other.csv'), '5,Jill,YYY,1,\n');
    await expect.poll(() => world.lookup('Jill'), { timeout: 5000 }).toHaveLength(1);
    expect(state()).toBe('ready');
  });

  it('case 25: null and empty names of columns are passed over', async () => {
    const [my] = world.sources();
    world.usual([{ ...my, searched_columns: ['fn', 'ln', null, '', 'nope'] }]);
    await world.start();
    expect(await world.lookup('lice')).toEqual([['Alice', 'AAA', '5555555555']]);
  });

  it('case 26: headers, types, defaults and absent fields', async () => {
    const file = world.file('test.csv', D1);
    const columns = [
      { title: 'fn', field: 'fn', default: 'Unknown', type: 'firstname' },
      { title: 'ln', field: 'ln' },
      { title: 'Empty', field: 'not_there' },
      { type: 'status' },
      { title: 'Default', default: 'Default' },
    ];
    world.settings({
      sources: [{ name: 'my_csv', backend: 'csv', file, searched_columns: ['fn'] }],
      profiles: [world.profile(['my_csv'])],
      displays: [{ name: 'default', columns }],
    });
    await world.start();
    const { body } = await world.http('GET', '/directories/lookup/default?term=lice');
    expect(body).toMatchObject({
      column_headers: ['fn', 'ln', 'Empty', null, 'Default'],
      column_types: ['firstname', null, null, 'status', null],
      results: [{ column_values: ['Alice', 'AAA', null, null, 'Default'] }],
    });
    expect((await world.http('GET', '/directories/lookup/default/headers')).body).toEqual({
      column_headers: ['fn', 'ln', 'Empty', null, 'Default'],
      column_types: ['firstname', null, null, 'status', null],
    });
  });

  it('case 27: an unknown profile is 404 with a reason', async () => {
    world.usual(world.sources());
    await world.start();
    for (const path of [
      'lookup/unknown?term=a',
      'lookup/unknown/headers',
      'favorites/unknown',
      'personal/unknown',
    ]) {
      const { status, body } = await world.http('GET', `/directories/${path}`);
      expect(status).toBe(404);
      const { reason, timestamp, status_code } = body as {
        reason: string[];
        timestamp: number[];
        status_code: number;
      };
      expect(reason[0]).toContain('profile');
      expect(reason[0]).toContain('unknown');
      expect(timestamp).toHaveLength(1);
      expect(status_code).toBe(404);
    }
  });

  it('case 28: no term is 400', async () => {
    world.usual(world.sources());
    await world.start();
    const { status, body } = await world.http('GET', '/directories/lookup/default');
    expect(status).toBe(400);
    expect(body).toMatchObject({ reason: ['term is missing.'], status_code: 400 });
  });

  it('case 29: a profile with an unknown display does not disturb another one', async () => {
    const [my] = world.sources();
    const good = world.profile(['my_csv']);
    world.settings({
      sources: [my],
      profiles: [{ ...good, name: 'bad', display: 'nowhere' }, good],
      displays: [DISPLAY],
    });
    await world.start();
    expect((await world.http('GET', '/directories/lookup/default/headers')).status).toBe(200);
    expect((await world.http('GET', '/directories/lookup/bad/headers')).status).toBe(404);
  });

  it('case 30: parallel lookups all have their results', async () => {
    world.usual(world.sources());
    await world.start();
    const all = await Promise.all(Array.from({ length: 5 }, () => world.lookup('lice')));
    expect(all.map(found => found.length)).toEqual([2, 2, 2, 2, 2]);
  });

  it('explicitly no searched columns find nothing; all columns are searched where none are named', async () => {
    const file = world.file('test.csv', D1);
    const format_columns = { firstname: '{fn}' };
    world.usual([{ name: 'none', backend: 'csv', file, searched_columns: [], format_columns }]);
    await world.start();
    expect(await world.lookup('lice')).toEqual([]);
    await world.stop();
    world.usual([{ name: 'all', backend: 'csv', file, format_columns }]);
    await world.start();
    expect(await world.lookup('5551234')).toEqual([['Bob', null, null]]);
    expect(await world.lookup(' ')).toEqual([]);
  });

  it('a limit leaves room to sources above, however late they answer', async () => {
    const entries = Array.from({ length: 5 }, (_, at) => ({ firstname: `Alice ${at}` }));
    const limited = (name: string, delay: number) => {
      const plugin = fakeSource(name, { entries });
      const load: typeof plugin.load = async args => {
        await new Promise(resolve => setTimeout(resolve, delay));
        const source = await plugin.load(args);
        const search: typeof source.search = async (term, query) =>
          (await source.search(term, query)).slice(0, query.limit);
        return { ...source, search };
      };
      return { ...plugin, load };
    };
    world.extra.push(limited('slow', 300), limited('quick', 0));
    world.usual([
      { name: 'above', backend: 'slow' },
      { name: 'below', backend: 'quick' },
    ]);
    await world.start();
    const found = (await world.call('lookup', 'search', { profile: 'default', term: 'alice', limit: 5 })) as {
      entries: { source: string }[];
    };
    expect(found.entries.map(entry => entry.source)).toEqual(Array(5).fill('above'));
  });
});
