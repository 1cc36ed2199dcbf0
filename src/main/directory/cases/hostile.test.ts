import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Entry, Outcome } from '../../../shared/plugin/source.ts';
import { DirectoryTestWorld } from '../testing/directory-world.ts';

// One hostile package each, all in one program, beside a good package and a CSV file whose answers must not change.

const world = new DirectoryTestWorld();

const source = (methods: string) => `export default class { load({ makeEntry, config }) {
  return { search: () => [], firstMatch: () => null, list: () => [], ${methods} };
} }`;

const HOSTILE: Readonly<Record<string, string>> = {
  loops_in_load: 'export default class { load() { for (;;); } }',
  loops_in_search: source('search: () => { for (;;); }'),
  grows: source('search: () => { const all = []; for (;;) all.push(new Array(1e6).fill(1.5)); }'),
  exits: source('search: () => process.exit(1)'),
  throws: source('search: () => { throw { toString() { throw new Error("twice"); } }; }'),
  throws_later: source(
    'search: () => { setTimeout(() => { throw new Error("later"); }); return new Promise(() => {}); }',
  ),
  wrong_list: source('search: () => "entries"'),
  wrong_entry: source('search: () => [{ fields: 5 }]'),
  wrong_relations: source('search: () => [makeEntry({ a: 1 }, { channel: { evil: true } })]'),
  odd_values: source(
    'search: () => [makeEntry({ date: new Date(0), map: new Map(), big: 10n, nan: NaN, ok: "yes" })]',
  ),
  prototype: `Object.prototype.polluted = true;
    ${source('search: () => [makeEntry(JSON.parse(\'{"__proto__": {"polluted": 1}, "constructor": "x", "ok": "yes"}\'))]')}`,
  breaks_arrays: `Array.prototype.map = () => ['gone']; ${source('search: term => { if (term === "gone") throw new Error("own foot"); return []; }')}`,
  floods: source('search: () => Array.from({ length: 200000 }, () => makeEntry({ a: 1 }))'),
  chatters:
    'export default class { load({ log }) { return { firstMatch: () => null, search: () => { for (;;) log.info("x"); } }; } }',
  throws_in_constructor: 'export default class { constructor() { throw null; } load() {} }',
  throws_in_load: 'export default { load() { throw new Proxy({}, { get() { throw 1; } }); } }',
  no_export: 'export const nothing = 1;',
  syntax: 'export default {',
};

function addPackage(name: string, code: string): void {
  world.json(`data/plugins/${name}/package.json`, {
    name: `evil-${name}`,
    version: '1.0.0',
    type: 'module',
    crosspatch: { apiVersion: '^1.0.0', backends: { [name]: './backend.js' } },
  });
  world.file(`data/plugins/${name}/backend.js`, code);
}

beforeAll(async () => {
  for (const [name, code] of Object.entries(HOSTILE)) addPackage(name, code);
  addPackage('good', source('search: term => [makeEntry({ term })]'));
  const [my] = world.sources();
  const others = ['good', ...Object.keys(HOSTILE)].map(name => ({ name: `${name}_source`, backend: name }));
  world.settings({ sources: [my, ...others] });
  await world.start();
  // Each thread is up before it is asked, one behind the other: a machine under load may not start a dozen in time.
  for (const name of ['good', ...Object.keys(HOSTILE).filter(one => one !== 'loops_in_load')])
    await Promise.resolve()
      .then(() => world.parts.directory.catalogue.get(`${name}_source`)?.use())
      .catch(() => undefined);
}, 60_000);
afterAll(() => world.remove());

/** A machine under load needs its time to start a dozen threads; what never answers is not waited for. */
async function ask(name: string, timeout = 12_000): Promise<Outcome<readonly Entry[]>> {
  const sources = ['my_csv', 'good_source', `${name}_source`];
  const call = { user: 'local', profile: 'default', timeout };
  const [my, good, evil] = await world.parts.directory.catalogue.search(sources, 'alice', call);
  expect(my).toMatchObject({ ok: true, value: [{ fields: { firstname: 'Alice' } }] });
  expect(good).toMatchObject({ ok: true, value: [{ fields: { term: 'alice' } }] });
  return evil!;
}

describe.concurrent('hostile plugins', () => {
  it.each([
    ['loops_in_load', 'timeout', /in time/],
    ['loops_in_search', 'timeout', /in time/],
    ['throws_later', 'error', /later/],
    ['wrong_list', 'error', /no list of entries/],
    ['wrong_entry', 'error', /no entry/],
    ['wrong_relations', 'error', /wrong shape/],
    ['throws', 'error', /./],
    ['floods', 'error', /more than 100000/],
    ['chatters', 'error', /messages in a second|memory/],
    ['throws_in_constructor', 'unavailable', /null/],
    ['throws_in_load', 'unavailable', /cannot be shown/],
    ['no_export', 'unavailable', /exports no plugin/],
    ['syntax', 'unavailable', /./],
    ['exits', 'error', /code 1/],
    ['breaks_arrays', 'unavailable', /./],
  ])('%s: its outcome says why, the others answer as ever', async (name, reason, message) => {
    const outcome = await ask(name, reason === 'timeout' ? 1500 : 12_000);
    expect(outcome.ok).toBe(false);
    if (outcome.ok) return;
    expect(outcome.reason).toMatch(reason);
    expect(outcome.message).toMatch(message);
  });

  it('grows: its thread is ended with a reason, the others answer as ever', async () => {
    const outcome = await ask('grows');
    expect(outcome).toMatchObject({ ok: false, reason: 'error' });
    // On a machine under load it may be taken for a loop before it has grown so far.
    expect(outcome.ok ? '' : outcome.message).toMatch(/memory|endless loop/);
  });

  it('odd_values: what is no JSON is null', async () => {
    const outcome = await ask('odd_values');
    const [entry] = outcome.ok ? outcome.value : [];
    expect(entry?.fields).toEqual({ date: null, map: null, big: null, nan: null, ok: 'yes' });
  });

  it('prototype: tricks end at the thread', async () => {
    const outcome = await ask('prototype');
    expect('polluted' in {}).toBe(false);
    expect([1].map(one => one + 1)).toEqual([2]);
    const [entry] = outcome.ok ? outcome.value : [];
    expect(entry?.fields['ok']).toBe('yes');
    expect(Object.hasOwn(entry?.fields ?? {}, 'polluted')).toBe(false);
  });

  it('a loop is ended, told on the plugins page, and the package comes back', async () => {
    await ask('loops_in_search', 1500);
    const info = () => world.parts.plugins.infos().find(one => one.name === 'loops_in_search');
    await vi.waitFor(() => expect(info()?.reason).toContain('endless loop'), { timeout: 10_000 });
    await vi.waitFor(() => expect(info()?.state).toBe('loaded'), { timeout: 10_000 });
  });
});
