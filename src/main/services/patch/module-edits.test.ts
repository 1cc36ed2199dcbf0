import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Travelled } from '../../../shared/contract/calls/patch.ts';
import type { WriteModules } from './module-edits.ts';
import { Bench, windowOf } from './testing/bench.ts';

let bench: Bench;
beforeEach(() => void (bench = new Bench()));
afterEach(() => bench.remove());

/** Modules in memory, written as a script instance writes them. */
function modulesOf(texts: Record<string, string>): { texts: Record<string, string>; write: WriteModules } {
  const write: WriteModules = async (instance, files) => {
    if (files.some(({ path, before }) => texts[`${instance}/${path}`] !== before)) throw new Error('changed');
    for (const { path, text } of files) texts[`${instance}/${path}`] = text;
  };
  return { texts, write };
}

const change = (path: string, before: string, after: string, instance = 'a') => ({
  instance,
  path,
  before,
  after,
});
const rows = (...channels: string[]) => ({ op: 'channels.set', instance: 'a', channels });

describe('an edit with modules', () => {
  it('changes patch and modules, and undo and redo take both', async () => {
    const { texts, write } = modulesOf({ 'a/x.ts': 'one', 'a/y.ts': 'one' });
    const { call, add, get } = windowOf(await bench.start({ writeModules: write }));
    await add('a');
    const modules = [change('x.ts', 'one', 'two'), change('y.ts', 'one', 'two')];
    await call('edit', { label: 'Rename', operations: [rows('c')], modules });
    expect(texts).toEqual({ 'a/x.ts': 'two', 'a/y.ts': 'two' });
    expect((await get()).undo).toBe('Rename');
    expect(((await call('undo')) as Travelled).kept).toEqual([]);
    expect(texts).toEqual({ 'a/x.ts': 'one', 'a/y.ts': 'one' });
    expect((await get()).document.instances[0]?.channels).toEqual([]);
    await call('redo');
    expect(texts).toEqual({ 'a/x.ts': 'two', 'a/y.ts': 'two' });
    expect((await get()).document.instances[0]?.channels).toEqual(['c']);
  });

  it('is refused as a whole when a module is another by now', async () => {
    const { texts, write } = modulesOf({ 'a/x.ts': 'one', 'b/y.ts': 'other' });
    const { call, add, get } = windowOf(await bench.start({ writeModules: write }));
    await add('a');
    const before = await get();
    const modules = [change('x.ts', 'one', 'two'), change('y.ts', 'one', 'two', 'b')];
    await expect(call('edit', { label: 'Rename', operations: [rows('c')], modules })).rejects.toThrow();
    expect(texts).toEqual({ 'a/x.ts': 'one', 'b/y.ts': 'other' });
    expect(await get()).toEqual(before);
  });

  it('gives the modules back when the patch refuses it', async () => {
    const { texts, write } = modulesOf({ 'a/x.ts': 'one' });
    const { call } = windowOf(await bench.start({ writeModules: write }));
    const modules = [change('x.ts', 'one', 'two')];
    await expect(call('edit', { label: 'Rename', operations: [rows('c')], modules })).rejects.toThrow();
    expect(texts).toEqual({ 'a/x.ts': 'one' });
  });

  it('leaves a module that was changed since as it is, and says so', async () => {
    const { texts, write } = modulesOf({ 'a/x.ts': 'one', 'a/y.ts': 'one' });
    const { call, add, get } = windowOf(await bench.start({ writeModules: write }));
    await add('a');
    const modules = [change('x.ts', 'one', 'two'), change('y.ts', 'one', 'two')];
    await call('edit', { label: 'Rename', operations: [rows('c')], modules });
    texts['a/x.ts'] = 'three';
    expect(((await call('undo')) as Travelled).kept).toEqual(['x.ts']);
    expect(texts).toEqual({ 'a/x.ts': 'three', 'a/y.ts': 'one' });
    expect((await get()).document.instances[0]?.channels).toEqual([]);
  });

  it('is taken back step by step, however fast', async () => {
    const { texts, write } = modulesOf({ 'a/x.ts': 'one' });
    const slow: WriteModules = async (...args) => {
      await new Promise(resolve => setTimeout(resolve, 5));
      return write(...args);
    };
    const { call, add } = windowOf(await bench.start({ writeModules: slow }));
    await add('a');
    await call('edit', { label: '1', operations: [rows('b')], modules: [change('x.ts', 'one', 'two')] });
    await call('edit', { label: '2', operations: [rows('c')], modules: [change('x.ts', 'two', 'three')] });
    await Promise.all([call('undo'), call('undo')]);
    expect(texts).toEqual({ 'a/x.ts': 'one' });
    await Promise.all([call('redo'), call('redo')]);
    expect(texts).toEqual({ 'a/x.ts': 'three' });
  });

  it('needs scripts', async () => {
    const { call, add } = windowOf(await bench.start());
    await add('a');
    const modules = [change('x.ts', 'one', 'two')];
    await expect(call('edit', { label: 'Rename', operations: [rows('c')], modules })).rejects.toMatchObject({
      code: 'patch.no-modules',
    });
  });
});
