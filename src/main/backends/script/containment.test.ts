import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { scriptBackend } from '../../sandbox/backend/script-backend.ts';
import { expectAlive } from '../../sandbox/testing/hostile.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage, 'own');
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** A call that no interrupt reaches: one built-in that compares for minutes. */
const HANG = `'ab'.repeat(4e6).lastIndexOf('ab'.repeat(2e6) + 'c')`;
const CODE = `import { output, outputvalue, inputvalue } from 'crosspatch';
export function hang() { ${HANG}; }
export function arm() { output('note60', 1); output('level', 0.5); }
export function ok(v: number) { output('alive', v); }
export function seen() { console.log(outputvalue('level'), inputvalue('my.ok')); }`;
const start = (name: string, options: Record<string, string> = {}) =>
  bench.start({
    name,
    files: { 'my.ts': CODE },
    options: { module: 'my', ...options },
    channels: ['my.hang', 'my.arm', 'my.ok', 'my.seen', 'note60', 'level', 'alive'],
  });

describe('a script that cannot be interrupted', () => {
  it('is stopped and comes back with its channels, values and wires; notes it held are released', async () => {
    const script = await start('guilty');
    const neighbour = await start('neighbour');
    await script.send(['my.arm', 1]);
    script.host.send(['my.hang', 0.75]);
    await expect.poll(() => script.codes, { timeout: 5000 }).toContain('sandbox.killed');
    expect(script.host.problems.standing[0]?.message).toContain('"my.hang" with value 0.75');
    expect(script.host.statuses.at(-1)?.state).toBe('waiting');
    expect(script.taken()).toEqual(['note60=1', 'level=0.5', 'note60=0']);
    await expectAlive(script, 'my.ok');
    await expectAlive(neighbour, 'my.ok');
    expect(script.host.statuses.at(-1)?.state).toBe('ok');
    await script.send(['my.seen', 1]);
    expect(script.log.at(-1)).toMatch(/: 0\.5 0\.5$/);
    expect([script.instance.restarts, neighbour.instance.restarts]).toEqual([1, 0]);
  });

  it('sends all its outputs to zero when its safe state says so', async () => {
    const script = await start('zero', { 'safe-state': 'zero', release: '' });
    await script.send(['my.arm', 1]);
    script.host.send(['my.hang', 1]);
    await expect.poll(() => script.codes, { timeout: 5000 }).toContain('sandbox.killed');
    expect(script.taken()).toEqual(['note60=1', 'level=0.5', 'note60=0', 'level=0']);
  });

  it('in a new version does not take the good one along', async () => {
    const script = await start('loading');
    const text = `${CODE}\n${HANG};`;
    const saved = await script.request('write', { path: 'my.ts', text });
    expect(saved.ok).toBe(false);
    expect(script.codes).toContain('sandbox.load-failed');
    await expectAlive(script, 'my.ok');
  }, 30_000);

  it('keeps the newest value of each channel for the time when it is back', async () => {
    const script = await start('back');
    script.host.send(['my.hang', 1]);
    await expect.poll(() => script.codes, { timeout: 5000 }).toContain('sandbox.killed');
    script.taken();
    for (let i = 0; i <= 100; i++) script.host.send(['my.ok', i / 100]);
    await expect.poll(() => script.host.last('alive'), { timeout: 10_000 }).toBe(1);
    expect(script.host.emitted.length).toBeLessThan(101);
  });
});

it('panic sends everything that is on to zero', async () => {
  const script = await start('panic');
  await script.send(['my.arm', 1]);
  script.instance.panic();
  expect(script.taken()).toEqual(['note60=1', 'level=0.5', 'note60=0', 'level=0']);
});

it('an engine that breaks is a problem, and is started again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crosspatch-broken-'));
  let starts = 0;
  const plugin = scriptBackend(scriptLanguage, {
    startWorker: (name, options) =>
      ++starts === 1
        ? new Worker('throw new Error("no memory")', { eval: true })
        : startWorker(name, options),
  });
  const host = await FakeHost.start(plugin, { options: {}, patchFolder: folder });
  await expect.poll(() => host.problems.standing.map(p => p.message).join()).toContain('no memory');
  await expect.poll(() => host.statuses.at(-1)?.state, { timeout: 15_000 }).toBe('ok');
  expect(host.problems.standing).toEqual([]);
  await host.instance.unload();
  await plugin.unload?.();
  await rm(folder, { recursive: true });
}, 20_000);

it('intervals live by the clock of their thread when nothing else happens', async () => {
  const script = await bench.start({
    files: {
      'my.ts': `import { interval, timestamp } from 'crosspatch';
        const times: number[] = [];
        interval(() => { times.push(timestamp()); if (times.length === 20) console.log(JSON.stringify(times)); }, 10);`,
    },
    options: { module: 'my' },
  });
  await expect.poll(() => script.log.length, { timeout: 15_000 }).toBe(1);
  const times = JSON.parse(script.log[0]?.replace(/^[^[]*/, '') ?? '[]') as number[];
  expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(185);
});
