import { spawnSync } from 'node:child_process';
import * as promises from 'node:fs/promises';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PatchState, Recovery } from '../../../shared/contract/calls/patch.ts';
import type { ServiceCallable } from '../../../shared/plugin/service.ts';
import { FixRegistry } from './fixes.ts';
import type { PatchFs } from './fs-port.ts';
import { Bench, HAND, windowOf } from './testing/bench.ts';

let bench: Bench;
let service: ServiceCallable;
beforeEach(async () => {
  bench = new Bench();
  service = await bench.start();
});
afterEach(() => bench.remove());

const code = (expected: string) => expect.objectContaining({ code: expected });
const read = (path: string) => readFileSync(path, 'utf8');

describe('edits', () => {
  it('of two windows are applied in the order they come; both hear of each', async () => {
    const [one, two] = [windowOf(service, 'one'), windowOf(service, 'two')];
    await Promise.all([one.add('a'), two.add('b'), one.add('c')]);
    expect(await two.names()).toEqual(['a', 'b', 'c']);
    const heard = bench.events.filter(e => e.event === 'patch.edited').map(e => e.payload);
    expect(heard).toMatchObject([
      { client: 'one', revision: 1, label: 'Add a', state: { dirty: true, undo: 'Add a' } },
      { client: 'two', revision: 2 },
      { client: 'one', revision: 3 },
    ]);
  });
  it('that do not fit any more fail and change nothing', async () => {
    const [one, two] = [windowOf(service, 'one'), windowOf(service, 'two')];
    await one.add('a');
    await one.edit({ op: 'instance.remove', name: 'a' });
    const before = await one.get();
    const option = { op: 'option.set', instance: 'a', option: 'bind', value: '1' } as const;
    const wire = { from: 'a.x', to: 'a.y', both: false, off: false };
    await expect(
      two.edit({ op: 'global.set', backend: 'osc', option: 'x', value: 1 }, option),
    ).rejects.toThrow(code('patch.unknown-instance'));
    await expect(two.edit({ op: 'mapping.add', mapping: wire })).rejects.toThrow(
      code('patch.unknown-instance'),
    );
    expect(await one.get()).toEqual(before);
  });
  it('are undone and done again, and dirty means different from what was saved', async () => {
    const { call, add, get } = windowOf(service);
    await add('a');
    await call('save', { path: bench.path('p') });
    expect(await get()).toMatchObject({ dirty: false, name: 'p', path: bench.path('p.crosspatch') });
    await add('b');
    expect((await get()).dirty).toBe(true);
    await call('undo');
    expect(await get()).toMatchObject({ dirty: false, redo: 'Add b' });
    await call('undo');
    expect((await get()).dirty).toBe(true);
    await add('a');
    expect(await get()).toMatchObject({ dirty: false, redo: undefined });
    await expect(call('redo')).rejects.toThrow('nothing to redo');
  });
  it('reach the engine once for many, and not at all when a node only moves', async () => {
    const { add, edit } = windowOf(service);
    await Promise.all([add('a'), add('b'), add('c')]);
    await vi.waitFor(() => expect(bench.applied).toHaveLength(1));
    expect(bench.applied[0]!.instances).toHaveLength(3);
    await edit({ op: 'layout.node', instance: 'a', layout: { x: 1, y: 1 } });
    await add('d');
    expect(bench.applied.map(d => d.instances.length)).toEqual([3, 4]);
  });
});

describe('a MIDIMonster file', () => {
  const CFG = '[include parts/a.cfg]\n[map]\ndesk./a > desk./b\n';
  beforeEach(() => {
    mkdirSync(bench.path('parts'));
    writeFileSync(bench.path('parts/a.cfg'), '[osc desk]\nbind = 127.0.0.1 8000\n');
    writeFileSync(bench.path('show.cfg'), CFG);
  });
  it('opens with its includes, laid out, and is saved beside as a patch', async () => {
    const { call, get } = windowOf(service);
    await call('open', { path: bench.path('show.cfg') });
    const state = await get();
    expect(state).toMatchObject({ name: 'show', path: bench.path('show.crosspatch'), dirty: false });
    expect(state.document.instances).toMatchObject([{ name: 'desk', options: { bind: '127.0.0.1 8000' } }]);
    expect(Object.keys(state.document.layout.nodes)).toEqual(['desk']);
    await call('save');
    expect(read(bench.path('show.crosspatch'))).toContain('"from": "desk./a"');
    expect(read(bench.path('show.cfg'))).toBe(CFG);
  });
  it('is never written, nor is a patch of the same name overwritten', async () => {
    const { call } = windowOf(service);
    writeFileSync(bench.path('show.crosspatch'), HAND);
    await call('open', { path: bench.path('show.cfg') });
    await expect(call('save')).rejects.toThrow(code('file.exists'));
    const cfg = { path: bench.path('show.cfg'), overwrite: true };
    await expect(call('save', cfg)).rejects.toThrow(code('file.unwritable'));
    expect(read(bench.path('show.cfg'))).toBe(CFG);
    expect(read(bench.path('show.crosspatch'))).toBe(HAND);
  });
  it('takes settings of the command line, which win but are not saved', async () => {
    const { call, add } = windowOf(service);
    await call('open', { path: bench.path('show.cfg'), set: ['desk.bind=127.0.0.1 9'] });
    expect(bench.applied.at(-1)!.instances[0]!.options).toEqual({ bind: '127.0.0.1 9' });
    await add('b');
    expect(bench.applied.at(-1)!.instances[0]!.options).toEqual({ bind: '127.0.0.1 9' });
    await call('save');
    expect(read(bench.path('show.crosspatch'))).toContain('127.0.0.1 8000');
    const open = call('open', { path: bench.path('show.cfg'), set: ['dusk.bind=1'] });
    await expect(open).rejects.toThrow(code('host.set-unknown-instance'));
  });
});

/** A file system on which a step of writing fails. */
function failing(step: 'open' | 'writeFile' | 'sync' | 'rename' | 'close'): PatchFs {
  const full = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  const open: PatchFs['open'] = async (path, flags, mode) => {
    if (flags !== 'wx') return promises.open(path, flags, mode);
    if (step === 'open') return full();
    const file = await promises.open(path, flags, mode);
    const close = file.close.bind(file);
    // A disk that is full when the file is closed: it is closed all the same.
    if (step === 'close') return Object.assign(file, { close: () => close().then(full) });
    return step === 'rename' ? file : Object.assign(file, { [step]: full });
  };
  return { ...promises, open, ...(step === 'rename' ? { rename: full } : {}) };
}

describe('a full disk', () => {
  it.each(['open', 'writeFile', 'sync', 'close', 'rename'] as const)(
    'at %s leaves the old file',
    async step => {
      writeFileSync(bench.path('p.crosspatch'), HAND);
      const { call, add, get } = windowOf(await bench.start({ fs: failing(step) }));
      await call('open', { path: bench.path('p.crosspatch') });
      await add('mine');
      await expect(call('save')).rejects.toThrow('the disk is full');
      expect(read(bench.path('p.crosspatch'))).toBe(HAND);
      expect(readdirSync(bench.folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
      expect((await get()).dirty).toBe(true);
      bench.clock.advance(1000);
      await vi.waitFor(() => expect(bench.problems.list()).toMatchObject([{ code: 'file.unwritable' }]));
    },
  );
});

describe('after a crash', () => {
  const recoveryFolder = () => bench.path('data/recovery');
  const autosaves = () => (existsSync(recoveryFolder()) ? readdirSync(recoveryFolder()) : []);
  /** As if the process that wrote the autosaves had been killed: it is another one, and gone. */
  const kill = () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const name of autosaves()) {
      const stored = JSON.parse(read(`${recoveryFolder()}/${name}`)) as { process: object };
      writeFileSync(
        `${recoveryFolder()}/${name}`,
        JSON.stringify({ ...stored, process: { pid, started: '1' } }),
      );
    }
  };
  const crash = async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    await call('open', { path: bench.path('p.crosspatch') });
    await add('unsaved');
    bench.clock.advance(1000);
    await vi.waitFor(() => expect(autosaves()).toHaveLength(1));
    kill();
    const next = windowOf(await bench.start());
    return { ...next, recoveries: (await next.call('recoveries')) as Recovery[] };
  };

  it('unsaved work is offered, brought back, and stays unsaved until it is saved', async () => {
    const { call, get, names, recoveries } = await crash();
    expect(recoveries).toMatchObject([{ name: 'p', path: bench.path('p.crosspatch') }]);
    await call('recover', { id: recoveries[0]!.id });
    expect(await names()).toEqual(['desk', 'unsaved']);
    expect(await get()).toMatchObject({ dirty: true, name: 'p' });
    expect(await call('recoveries')).toEqual([]);
    expect(autosaves()).toHaveLength(1);
    await call('save');
    expect(read(bench.path('p.crosspatch'))).toContain('unsaved');
    expect(autosaves()).toEqual([]);
  });
  it('brought back work does not overwrite what the file became since', async () => {
    const { call, recoveries } = await crash();
    writeFileSync(bench.path('p.crosspatch'), '{"crosspatch":1}');
    await call('recover', { id: recoveries[0]!.id });
    await expect(call('save')).rejects.toThrow(code('file.changed-on-disk'));
  });
  it('brought back work is kept until it is kept under another name', async () => {
    const { recoveries } = await crash();
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const next = windowOf(await bench.start({ fs: { ...promises, open: full } }));
    await next.call('recover', { id: recoveries[0]!.id });
    expect(await next.names()).toEqual(['desk', 'unsaved']);
    expect(bench.problems.list()).toMatchObject([{ code: 'file.unwritable' }]);
    expect(autosaves()).toEqual([`${recoveries[0]!.id}.json`]);
  });
  it('it may be given up', async () => {
    const { call, recoveries } = await crash();
    await call('discardRecovery', { id: recoveries[0]!.id });
    expect(await call('recoveries')).toEqual([]);
    await expect(call('recover', { id: recoveries[0]!.id })).rejects.toThrow(code('patch.unknown-recovery'));
    await expect(call('discardRecovery', { id: '../../p' })).rejects.toThrow(code('patch.unknown-recovery'));
  });
  it('the work of a running program is not offered, nor what is saved or taken back', async () => {
    const { call, add } = windowOf(service);
    await add('a');
    bench.clock.advance(1000);
    await vi.waitFor(() => expect(autosaves()).toHaveLength(1));
    expect(await windowOf(await bench.start()).call('recoveries')).toEqual([]);
    await call('undo');
    bench.clock.advance(1000);
    await vi.waitFor(() => expect(autosaves()).toEqual([]));
  });
  it('an end with unsaved work keeps it, an end without leaves nothing', async () => {
    await windowOf(service).add('a');
    await bench.stop();
    expect(autosaves()).toHaveLength(1);
    const next = windowOf(await bench.start());
    const [recovery] = (await next.call('recoveries')) as Recovery[];
    await next.call('recover', { id: recovery!.id });
    await next.call('new', { discard: true });
    await bench.stop();
    expect(autosaves()).toEqual([]);
  });
  it('a damaged autosave is passed over', async () => {
    mkdirSync(recoveryFolder(), { recursive: true });
    writeFileSync(`${recoveryFolder()}/00000000-0000-0000-0000-000000000000.json`, '{"text":');
    expect(await windowOf(service).call('recoveries')).toEqual([]);
  });
});

describe('fixes', () => {
  const place = { kind: 'mapping', from: 'a.x', to: 'a.y' } as const;
  const loop = { severity: 'error', code: 'core.loop', message: '', place } as const;
  const restore = { id: 'restore-wire', label: 'Restore' };

  it('restore a wire that is off', async () => {
    const { call, add, edit, get } = windowOf(service);
    await add('a');
    await edit({ op: 'mapping.add', mapping: { from: 'a.x', to: 'a.y', both: false, off: true } });
    bench.problems.replace('core', [{ ...loop, fixes: [restore] }]);
    const [problem] = bench.problems.list();
    expect(await call('fix', { problem: problem!.id, fix: 'restore-wire' })).toEqual({ done: true });
    expect((await get()).document.mappings[0]!.off).toBe(false);
    expect(await call('fix', { problem: problem!.id, fix: 'other' })).toEqual({ done: false });
    expect(await call('fix', { problem: 'none', fix: 'restore-wire' })).toEqual({ done: false });
  });
  it('ask the engine first, and may be added by others with an argument', async () => {
    const fixes = new FixRegistry();
    const restoreWire = vi.fn(() => true);
    const { call } = windowOf(await bench.start({ fixes, engine: { apply: () => undefined, restoreWire } }));
    const grant = vi.fn(() => true);
    fixes.on('grant', grant);
    bench.problems.replace('core', [{ ...loop, fixes: [restore, { id: 'grant:net:80', label: '' }] }]);
    const [problem] = bench.problems.list();
    expect(await call('fix', { problem: problem!.id, fix: 'restore-wire' })).toEqual({ done: true });
    expect(restoreWire).toHaveBeenCalledWith('a.x', 'a.y');
    expect(await call('fix', { problem: problem!.id, fix: 'grant:net:80' })).toEqual({ done: true });
    expect(grant).toHaveBeenCalledWith(problem, 'net:80');
  });
});

it('looks at a patch without touching the data of the user', async () => {
  const { call } = windowOf(await bench.start({ readOnly: true }));
  writeFileSync(bench.path('p.crosspatch'), HAND);
  const state = (await call('open', { path: bench.path('p.crosspatch') })) as PatchState;
  expect(state.document.instances).toHaveLength(1);
  await bench.stop();
  expect(existsSync(bench.path('data'))).toBe(false);
});
