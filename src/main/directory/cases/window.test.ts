import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NameTable } from '../../../shared/contract/calls/directory.ts';
import { openApp, type TestApp, type TestWindow } from '../../testing/open-app.ts';

// What a window does with the directory, over the contract, with the whole engine and the patch's undo.

let app: TestApp;
let window: TestWindow;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crosspatch-window-'));
  app = await openApp();
  window = app.window();
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const call: TestWindow['client']['call'] = (...given) => window.client.call(...given);
const names = async () => {
  const table = await call('directory.names', {});
  return table.names.map(({ instance, channel, name }) => `${instance}.${channel} = ${name}`);
};

function sheet(content = 'id,name,cc\n1,Cutoff,74\n2,Resonance,71\n3,Cutoff too,74\n'): string {
  const file = join(folder, 'synth.csv');
  writeFileSync(file, content);
  return file;
}

async function patch(): Promise<void> {
  const instance = {
    name: 'synth',
    backend: 'loopback',
    options: {},
    channels: ['ch0.cc74', 'ch0.cc71', 'ch0.cc1'],
  };
  await call('patch.edit', { label: 'Add', operations: [{ op: 'instance.add', instance }] });
}

const SOURCE = (file: string) => ({
  name: 'Sub',
  backend: 'csv',
  file,
  unique_column: 'id',
  bind: { instance: 'synth' },
});

describe('the directory in a window', () => {
  it('a source that is added names channels, an edit and undo of it count at once', async () => {
    await patch();
    const heard: NameTable[] = [];
    window.client.on('directory.namesChanged', table => void heard.push(table));
    await call('directory.addSource', { source: SOURCE(sheet()) });
    await expect.poll(names).toEqual(['synth.ch0.cc74 = Cutoff', 'synth.ch0.cc71 = Resonance']);
    await expect.poll(() => heard.at(-1)?.names.length).toBe(2);
    expect(heard.at(-1)?.names[0]).toMatchObject({ more: 1, source: 'Sub', personal: false });
    expect(await call('directory.sources', {})).toMatchObject([
      { name: 'Sub', backend: 'csv', scope: 'patch', state: 'ready', entries: 3 },
      { name: 'this patch' },
      { name: 'personal' },
    ]);
    expect((await call('patch.get', {})).undo).toBe('Add the source Sub');
    await call('patch.undo', {});
    await expect.poll(names).toEqual([]);
    await call('patch.redo', {});
    await expect.poll(names).toHaveLength(2);
  });

  it('a search finds the channel where it belongs; it can be starred', async () => {
    await patch();
    await call('directory.addSource', { source: SOURCE(sheet()) });
    await expect.poll(names).toHaveLength(2);
    const answer = await call('directory.search', { search: '1', term: 'cutoff' });
    expect(answer.done).toBe(true);
    expect(answer.results[0]).toMatchObject({
      title: 'Cutoff',
      favorite: false,
      more: 1,
      entry: { relations: { instance: 'synth', channel: 'ch0.cc74', source_entry_id: '1' } },
    });
    await call('directory.star', { source: 'Sub', id: '1', on: true });
    expect(await call('directory.favorites', {})).toMatchObject([{ title: 'Cutoff', favorite: true }]);
    const again = await call('directory.search', { search: '2', term: 'cutoff' });
    expect(again.results[0]?.favorite).toBe(true);
  });

  it('a name given by hand counts more, is kept in the patch, and can be taken back', async () => {
    await patch();
    await call('directory.addSource', { source: SOURCE(sheet()) });
    await call('directory.rename', { instance: 'synth', channel: 'ch0.cc1', name: 'Wobble' });
    await call('directory.rename', { instance: 'synth', channel: 'ch0.cc74', name: 'Brightness' });
    await expect
      .poll(names)
      .toEqual(['synth.ch0.cc74 = Brightness', 'synth.ch0.cc71 = Resonance', 'synth.ch0.cc1 = Wobble']);
    const file = join(folder, 'p.crosspatch');
    await call('patch.save', { path: file });
    expect(readFileSync(file, 'utf8')).toContain('"synth.ch0.cc1": "Wobble"');
    await call('patch.undo', {});
    await call('directory.rename', { instance: 'synth', channel: 'ch0.cc1', name: '' });
    await expect.poll(names).toEqual(['synth.ch0.cc74 = Cutoff', 'synth.ch0.cc71 = Resonance']);
  });

  it('with the instance its sources and names are renamed, in one step', async () => {
    await patch();
    await call('directory.addSource', { source: SOURCE(sheet()) });
    await call('directory.rename', { instance: 'synth', channel: 'ch0.cc1', name: 'Wobble' });
    const operations = [{ op: 'instance.rename', name: 'synth', to: 'moog' } as const];
    await call('patch.edit', { label: 'Rename', operations });
    await expect
      .poll(names)
      .toEqual(['moog.ch0.cc74 = Cutoff', 'moog.ch0.cc71 = Resonance', 'moog.ch0.cc1 = Wobble']);
    await call('patch.undo', {});
    await expect.poll(names).toContain('synth.ch0.cc74 = Cutoff');
  });

  it('a plugin that is switched off leaves wires, and says why there are no names', async () => {
    await patch();
    const mapping = { from: 'synth.ch0.cc74', to: 'synth.ch0.cc71', both: false, off: false };
    await call('patch.edit', { label: 'Wire', operations: [{ op: 'mapping.add', mapping }] });
    await call('directory.addSource', { source: SOURCE(sheet()) });
    await expect.poll(names).toHaveLength(2);
    await call('plugins.setEnabled', { kind: 'source', name: 'csv', on: false });
    await expect.poll(names).toEqual([]);
    const table = await call('directory.names', {});
    expect(table.missing).toMatchObject([{ instance: 'synth', source: 'Sub' }]);
    expect(table.missing[0]?.reason).toContain('it is switched off');
    expect((await call('patch.get', {})).document.mappings).toHaveLength(1);
    const csv = (await call('plugins.list', {})).find(info => info.kind === 'source' && info.name === 'csv');
    expect(csv).toMatchObject({ state: 'disabled', optional: true });
    await call('plugins.setEnabled', { kind: 'source', name: 'csv', on: true });
    await expect.poll(names).toHaveLength(2);
  });

  it('refuses what is not right, with a sentence', async () => {
    await patch();
    const source = SOURCE(sheet());
    await call('directory.addSource', { source });
    await expect(call('directory.addSource', { source })).rejects.toMatchObject({
      code: 'directory.duplicate',
    });
    await expect(
      call('directory.addSource', { source: { ...source, name: 'x', bind: 'synth' } }),
    ).rejects.toMatchObject({
      code: 'directory.bad-source',
    });
    await expect(call('directory.editSource', { name: 'nope', source })).rejects.toMatchObject({
      code: 'directory.no-source',
    });
    await expect(call('directory.star', { source: 'nope', id: '1', on: true })).rejects.toMatchObject({
      code: 'directory.no-source',
    });
    await expect(call('directory.more', { search: 'nope' })).rejects.toMatchObject({
      code: 'directory.no-search',
    });
  });

  it('sources for all patches stay when another patch is opened; the order can be changed', async () => {
    const file = sheet();
    await call('directory.addSource', { source: { ...SOURCE(file), name: 'everywhere' }, scope: 'app' });
    await call('directory.addSource', { source: { ...SOURCE(file), name: 'here' } });
    await call('directory.addSource', { source: { ...SOURCE(file), name: 'here too' } });
    const listed = async () =>
      (await call('directory.sources', {})).map(({ name, scope }) => `${name} ${scope}`);
    expect((await listed()).slice(0, 3)).toEqual(['here patch', 'here too patch', 'everywhere app']);
    await call('directory.moveSource', { name: 'here too', index: 0 });
    await expect.poll(async () => (await listed())[0]).toBe('here too patch');
    await call('patch.new', { discard: true });
    await expect.poll(async () => (await listed())[0]).toBe('everywhere app');
  });
});
