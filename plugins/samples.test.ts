import { cpSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, ServiceCallable, SourceArgs, Source, ServiceArgs } from '../src/shared/plugin/index.ts';
import { FakeDirectory } from '../src/shared/plugin/testing/index.ts';
import { DirectoryTestWorld } from '../src/main/directory/testing/directory-world.ts';

/** As an author tests: with the fake host alone. */
async function sample<Args, Result>(file: string): Promise<{ load(args: Args): Result }> {
  const module = (await import(resolve(import.meta.dirname, file))) as {
    plugin: new () => { load(args: Args): Result };
  };
  return new module.plugin();
}

describe('the samples with the fake host', () => {
  it('notes: a back-end', async () => {
    const host = new FakeDirectory();
    const plugin = await sample<SourceArgs, Source>('crosspatch-plugin-notes/backend.js');
    const notes = await host.source(plugin, { middle: 3 });
    expect((await notes.firstMatch('note:60'))?.fields['name']).toBe('C3');
    expect((await notes.search('g#')).map(entry => entry.fields['name'])).toContain('G#3');
    expect(await notes.all()).toHaveLength(128);
    expect(host.log).toEqual([{ level: 'info', text: 'middle C is C3' }]);
  });

  it('counts: a service', async () => {
    const host = new FakeDirectory();
    const plugin = await sample<ServiceArgs, ServiceCallable>('crosspatch-plugin-counts/service.js');
    const counts = await host.service(plugin);
    expect(await counts({ op: 'count', term: 'a' })).toEqual({});
    expect(await counts({ op: 'asked' })).toBe(1);
    await expect(counts({ op: 'nope' })).rejects.toThrow('there is no nope');
    host.dispose();
    expect(await counts({ op: 'asked' })).toBe(0);
  });
});

/** What stands between `cat > FILE <<'MARK'` and the mark. */
function pasted(guide: string, file: string, mark: string): string {
  const [, rest = ''] = guide.split(`cat > ${file} <<'${mark}'\n`);
  return rest.split(`\n${mark}\n`)[0] ?? '';
}

it('what the guide says to copy works as it stands, found by looking again', async () => {
  const guide = readFileSync(resolve(import.meta.dirname, '../docs/guide/plugins.md'), 'utf8');
  const world = new DirectoryTestWorld();
  world.settings({ sources: [{ name: 'n', backend: 'my_notes', bind: { instance: 'keys' } }] });
  await world.start();
  world.parts.directory.setChannels([{ instance: 'keys', channel: 'ch0.note60' }]);
  world.file('data/plugins/my-notes/package.json', pasted(guide, 'package.json', 'JSON'));
  world.file('data/plugins/my-notes/backend.js', pasted(guide, 'backend.js', 'JS'));
  await world.call('plugins', 'rescan');
  await expect.poll(() => world.call('directory', 'names')).toMatchObject({ names: [{ name: 'C4' }] });
  await world.remove();
});

it('a configuration that does not fit the schema of a service keeps it away, with the reason', async () => {
  const world = new DirectoryTestWorld();
  world.json('data/plugins/loud/package.json', {
    name: 'loud',
    version: '1.0.0',
    type: 'module',
    crosspatch: {
      apiVersion: '^1.0.0',
      services: { loud: { main: './s.js', configSchema: { properties: { volume: { type: 'number' } } } } },
    },
  });
  world.file(
    'data/plugins/loud/s.js',
    'export const plugin = { load: ({ config }) => async () => config.volume };',
  );
  world.json('data/directory/plugins.json', { config: { services: { loud: { volume: 'eleven' } } } });
  await world.start();
  const info = world.parts.plugins.infos().find(one => one.name === 'loud');
  expect(info).toMatchObject({ state: 'failed', optional: true });
  expect(info?.reason).toContain('must be number');
  await world.stop();
  world.json('data/directory/plugins.json', { config: { services: { loud: { volume: 11 } } } });
  await world.start();
  expect(await world.call('loud', 'x')).toBe(11);
  await world.remove();
});

describe('the samples in the program', () => {
  let world: DirectoryTestWorld;
  beforeEach(() => {
    world = new DirectoryTestWorld();
    cpSync(import.meta.dirname, world.path('app/plugins'), {
      recursive: true,
      filter: path => !path.endsWith('.ts'),
    });
  });
  afterEach(() => world.remove());

  const on = (kind: string, name: string) => world.call('plugins', 'setEnabled', { kind, name, on: true });

  it('are off until they are switched on; then each does its work', async () => {
    world.settings({
      sources: [
        { name: 'my notes', backend: 'notes', unique_column: 'note', middle: 3, bind: { instance: 'keys' } },
        ...world.sources().slice(0, 1),
      ],
    });
    await world.start();
    const infos = world.parts.plugins.infos().filter(info => info.package !== undefined);
    expect(infos.map(({ name, state }) => [name, state])).toEqual([
      ['notes', 'disabled'],
      ['counts', 'disabled'],
      ['cheatsheet', 'disabled'],
    ]);
    world.parts.directory.setChannels([{ instance: 'keys', channel: 'ch0.note60' }]);
    expect((await world.call('directory', 'names')) as object).toMatchObject({
      names: [],
      missing: [{ instance: 'keys', source: 'my notes' }],
    });
    await on('source', 'notes');
    await expect
      .poll(() => world.call('directory', 'names'))
      .toMatchObject({
        names: [{ instance: 'keys', channel: 'ch0.note60', name: 'C3', source: 'my notes' }],
      });
    await on('service', 'counts');
    expect(await world.call('counts', 'count', { term: 'alice' })).toMatchObject({
      my_csv: 1,
      'my notes': 0,
    });
    await on('view', 'cheatsheet');
    const file = world.path('data/packages/crosspatch-plugin-cheatsheet/cheat-sheet.txt');
    expect(readFileSync(file, 'utf8')).toMatch(/^keys\.ch0\.note60 +C3\n$/);
    world.edit([
      { op: 'section.set', section: 'directory', value: { names: { 'keys.ch0.note60': 'Kick' } } },
    ]);
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 3000 }).toContain('Kick');
    const config = { heading: 'Tonight', instances: ['nothing'] };
    await world.call('plugins', 'configure', { kind: 'view', name: 'cheatsheet', config });
    expect(readFileSync(file, 'utf8')).toBe('Tonight\n');
  });

  it('a configuration that does not fit the schema is refused with the reason', async () => {
    world.json('data/directory/plugins.json', { enabled_plugins: { backends: { notes: true } } });
    world.settings({ sources: [{ name: 'n', backend: 'notes', middle: 'four' }] });
    await world.start();
    const { catalogue } = world.parts.directory;
    await catalogue.search(['n'], 'c', { user: '', profile: '', timeout: 2000 });
    expect(catalogue.get('n')?.message).toContain('must be integer');
  });

  it('an entry of a plugin has what the source is configured for', async () => {
    world.json('data/directory/plugins.json', { enabled_plugins: { backends: { notes: true } } });
    const source = {
      name: 'n',
      backend: 'notes',
      unique_column: 'note',
      bind: { instance: 'keys', channel: '3' },
    };
    world.settings({ sources: [{ ...source, format_columns: { shown: '<{name}>' } }] });
    await world.start();
    const [outcome] = await world.parts.directory.catalogue.search(['n'], 'c4', {
      user: '',
      profile: '',
      timeout: 2000,
    });
    const [entry] = outcome?.ok === true ? (outcome.value as readonly Entry[]) : [];
    expect(entry).toMatchObject({
      fields: { name: 'C4', shown: '<C4>' },
      relations: { source_entry_id: '60', instance: 'keys', channel: 'ch3.note60', address: 'note:60' },
    });
  });
});
