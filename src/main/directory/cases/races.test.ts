import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DirectoryTestWorld } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

/** A package that notes each load and unload, with a back-end and a service. */
function noted(name: string): void {
  const note = (text: string) => `appendFileSync(${JSON.stringify(world.path('notes'))}, '${text} ')`;
  world.json(`data/plugins/${name}/package.json`, {
    name,
    version: '1.0.0',
    type: 'module',
    crosspatch: {
      apiVersion: '^1.0.0',
      backends: { noted: './backend.js' },
      services: { noted_too: './service.js' },
    },
  });
  world.file(
    `data/plugins/${name}/backend.js`,
    `import { appendFileSync } from 'node:fs';
     export default { load({ makeEntry }) {
       ${note('+source')};
       const found = [makeEntry({ firstname: 'Found' })];
       return { search: () => found, firstMatch: () => null, unload: () => ${note('-source')} };
     } };`,
  );
  world.file(
    `data/plugins/${name}/service.js`,
    `import { appendFileSync } from 'node:fs';
     export default { load() { ${note('+service')}; return async () => 'here'; }, unload: () => ${note('-service')} };`,
  );
}

function balance(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of readFileSync(world.path('notes'), 'utf8').trim().split(' '))
    counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

it('switching, reloading and looking again all at once ends as the last one says, and all is unloaded once', async () => {
  noted('racer');
  world.usual([{ name: 'n', backend: 'noted' }]);
  await world.start();
  const [source, service] = [
    { kind: 'source', name: 'noted' },
    { kind: 'service', name: 'noted_too' },
  ];
  const call = (op: string, params: object = {}) =>
    world
      .call('plugins', op, params)
      .catch((thrown: unknown) => expect(String(thrown)).toMatch(/CodedError/));
  const all: Promise<unknown>[] = [];
  for (let round = 0; round < 4; round++) {
    all.push(call('setEnabled', { ...source, on: false }), call('reload', service), call('rescan'));
    all.push(world.lookup('found'), call('setEnabled', { ...service, on: false }), call('reload', source));
    all.push(call('setEnabled', { ...source, on: true }), call('setEnabled', { ...service, on: true }));
  }
  await Promise.all(all);
  expect(await world.lookup('found')).toEqual([['Found', null, null]]);
  expect(
    await world.kernel.services.get('noted_too')?.(
      { op: 'x' },
      { client: '', signal: new AbortController().signal },
    ),
  ).toBe('here');
  await world.stop();
  const counts = balance();
  expect(counts['+source']).toBe(counts['-source']);
  expect(counts['+service']).toBe(counts['-service']);
  expect(counts['+service']).toBeGreaterThan(4);
}, 60_000);
