import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceCallable } from '../../../shared/plugin/service.ts';
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

describe('files', () => {
  it('are saved and opened again the same', async () => {
    const { call, add, get } = windowOf(service);
    await add('a');
    const { document } = await get();
    await call('save', { path: bench.path('p.crosspatch') });
    await call('new');
    expect((await get()).document.instances).toEqual([]);
    await call('open', { path: bench.path('p.crosspatch') });
    expect((await get()).document).toMatchObject({ instances: document.instances });
    expect(bench.folders.at(-1)).toBe(bench.folder);
    expect(await call('recent')).toMatchObject([{ name: 'p' }]);
  });
  it('that were not changed are saved byte for byte, however they were laid out', async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('hand.crosspatch'), HAND);
    await call('open', { path: bench.path('hand.crosspatch') });
    await call('save');
    expect(read(bench.path('hand.crosspatch'))).toBe(HAND);
    await add('x');
    await call('undo');
    await call('save');
    expect(read(bench.path('hand.crosspatch'))).toBe(HAND);
  });
  it('keep their mode, and a link stays a link', async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('real.crosspatch'), HAND);
    chmodSync(bench.path('real.crosspatch'), 0o640);
    symlinkSync(bench.path('real.crosspatch'), bench.path('link.crosspatch'));
    await call('open', { path: bench.path('link.crosspatch') });
    await add('x');
    await call('save');
    expect(read(bench.path('real.crosspatch'))).toContain('"x"');
    expect(statSync(bench.path('real.crosspatch')).mode & 0o777).toBe(0o640);
    expect(readdirSync(bench.folder).sort()).toEqual(['data', 'link.crosspatch', 'real.crosspatch']);
  });
  it('a link to a file that is not there yet stays a link', async () => {
    const { call, add } = windowOf(service);
    mkdirSync(bench.path('show'));
    symlinkSync('show/later.crosspatch', bench.path('link.crosspatch'));
    await add('x');
    await call('save', { path: bench.path('link.crosspatch') });
    expect(read(bench.path('show/later.crosspatch'))).toContain('"x"');
    expect(lstatSync(bench.path('link.crosspatch')).isSymbolicLink()).toBe(true);
  });
  it('that are write-protected are not replaced, asked or not', async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    chmodSync(bench.path('p.crosspatch'), 0o444);
    await call('open', { path: bench.path('p.crosspatch') });
    await add('x');
    for (const overwrite of [false, true]) {
      await expect(call('save', { overwrite })).rejects.toThrow('write-protected');
    }
    expect(read(bench.path('p.crosspatch'))).toBe(HAND);
  });
  it('do not wait for a pipe that took the place of the file', async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    await call('open', { path: bench.path('p.crosspatch') });
    await add('x');
    rmSync(bench.path('p.crosspatch'));
    spawnSync('mkfifo', [bench.path('p.crosspatch')]);
    bench.clock.advance(1000);
    await expect(call('save')).rejects.toThrow('not a plain file');
  });
  it.each([
    ['show', 'show.crosspatch'],
    ['Gig 12.5.2026', 'Gig 12.5.2026.crosspatch'],
    ['show.CROSSPATCH', 'show.CROSSPATCH'],
    ['show.json', 'show.json'],
  ])('named %s are saved as %s', async (given, expected) => {
    const { call } = windowOf(service);
    await call('save', { path: bench.path(given) });
    expect(readdirSync(bench.folder).filter(name => name !== 'data')).toEqual([expected]);
  });
  it('of others are not overwritten unless asked', async () => {
    const { call } = windowOf(service);
    writeFileSync(bench.path('other.crosspatch'), 'precious');
    await expect(call('save')).rejects.toThrow(code('patch.no-file'));
    await expect(call('save', { path: bench.path('other') })).rejects.toThrow(code('file.exists'));
    expect(read(bench.path('other.crosspatch'))).toBe('precious');
    await call('save', { path: bench.path('other'), overwrite: true });
    expect(read(bench.path('other.crosspatch'))).toContain('crosspatch');
  });
  it('changed by another program are noticed, told, and opened again on request', async () => {
    const { call, add, names } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    await call('open', { path: bench.path('p.crosspatch') });
    await add('mine');
    writeFileSync(bench.path('p.crosspatch'), HAND.replace('desk', 'theirs'));
    await expect(call('save')).rejects.toThrow(code('file.changed-on-disk'));
    expect(read(bench.path('p.crosspatch'))).toContain('theirs');
    bench.clock.advance(1000);
    await vi.waitFor(() => expect(bench.problems.list()).toMatchObject([{ code: 'file.changed-on-disk' }]));
    const [problem] = bench.problems.list();
    expect(await call('fix', { problem: problem!.id, fix: 'reload-file' })).toEqual({ done: true });
    expect(await names()).toEqual(['theirs']);
    expect(bench.problems.list()).toEqual([]);
  });
  it('changed by another program may be overwritten', async () => {
    const { call, add } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    await call('open', { path: bench.path('p.crosspatch') });
    await add('mine');
    writeFileSync(bench.path('p.crosspatch'), 'garbage');
    await call('save', { overwrite: true });
    expect(read(bench.path('p.crosspatch'))).toContain('mine');
  });
  it('that are not UTF-8 are read as what they are, and that is told', async () => {
    const { call, get } = windowOf(service);
    const title = async () => (await get()).document.sections['about'];
    const patch = '{"crosspatch":1,"sections":{"about":"Bühne"}}';
    writeFileSync(bench.path('wide.crosspatch'), Buffer.from(`\uFEFF${patch}`, 'utf16le'));
    await call('open', { path: bench.path('wide.crosspatch') });
    expect(await title()).toBe('Bühne');
    expect(bench.problems.list()).toEqual([]);
    writeFileSync(bench.path('old.crosspatch'), Buffer.from(patch, 'latin1'));
    await call('open', { path: bench.path('old.crosspatch') });
    expect(await title()).toBe('Bühne');
    expect(bench.problems.list()).toMatchObject([{ code: 'file.not-utf8', severity: 'warning' }]);
    await call('open', { path: bench.path('wide.crosspatch') });
    expect(bench.problems.list()).toEqual([]);
  });
  it('with unsaved work are not left without a word', async () => {
    const { call, add, names } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND);
    await add('mine');
    await expect(call('new')).rejects.toThrow(code('patch.unsaved'));
    await expect(call('open', { path: bench.path('p.crosspatch') })).rejects.toThrow(code('patch.unsaved'));
    expect(await names()).toEqual(['mine']);
    await call('open', { path: bench.path('p.crosspatch'), discard: true });
    expect(await names()).toEqual(['desk']);
  });
  it.each([
    ['nowhere.crosspatch', 'file.unreadable'],
    ['data', 'file.unreadable'],
    ['text.crosspatch', 'patch.not-json'],
  ])('that cannot be opened leave everything as it was: %s', async (name, expected) => {
    const { call, add, names } = windowOf(service);
    mkdirSync(bench.path('data'), { recursive: true });
    writeFileSync(bench.path('text.crosspatch'), 'hello');
    await add('mine');
    await expect(call('open', { path: bench.path(name), discard: true })).rejects.toThrow(code(expected));
    expect(await names()).toEqual(['mine']);
  });
  it.runIf(process.platform === 'linux')('that never end are refused', async () => {
    await expect(windowOf(service).call('open', { path: '/dev/zero' })).rejects.toThrow(
      code('file.unreadable'),
    );
  });
  it('that are damaged open as far as they can; their problems are listed until another file is open', async () => {
    const { call, names } = windowOf(service);
    writeFileSync(bench.path('p.crosspatch'), HAND.replace('}]}', '}, 7'));
    await call('open', { path: bench.path('p.crosspatch') });
    expect(await names()).toEqual(['desk']);
    const problems = (await call('problems')) as { code: string }[];
    expect(problems.map(p => p.code)).toContain('patch.damaged-part');
    bench.clock.advance(100);
    expect(bench.events.some(e => e.event === 'patch.problemsChanged')).toBe(true);
    await call('new');
    expect(await call('problems')).toEqual([]);
  });
});
