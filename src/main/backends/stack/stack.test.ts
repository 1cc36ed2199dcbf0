import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { readSound } from '../../stacks/audio/read-sound.ts';
import { BUILT_IN } from '../../stacks/modules/built-in.ts';
import { autocorrelationF0, median, semitones } from '../../stacks/testing/measure.ts';
import { saveWav, vowel } from '../../stacks/testing/sounds.ts';
import { TestStacks } from '../../stacks/testing/test-stacks.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { createStackBackend, runnerOf } from './index.ts';
import type { Outcome, StackRunner } from './runner.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

/** A runner whose computations end when the test says so. */
class FakeRunner implements StackRunner {
  readonly runs: {
    query: Record<string, unknown>;
    end(outcome: Outcome): void;
    progress(part: number): void;
  }[] = [];
  readonly gone = new Set<string>();
  has(file: string) {
    return !this.gone.has(file);
  }
  parametersOf(module: string) {
    return BUILT_IN.get(module)?.parameters;
  }
  run(
    query: Readonly<Record<string, unknown>>,
    _folder: string | undefined,
    progress: (part: number) => void,
  ) {
    let end: (outcome: Outcome) => void = () => undefined;
    const ended = new Promise<Outcome>(resolve => (end = resolve));
    this.runs.push({ query, end, progress });
    return { ended, cancel: () => end({ state: 'cancelled' }) };
  }
}

const world = JSON.stringify([
  { module: 'world', f0: '+3st' },
  { module: 'gain', db: -6 },
  { module: 'world', vtl: '+1st' },
  { module: 'mine', depth: 0.5, name: 'x' },
]);
const settled = () => new Promise(resolve => setImmediate(resolve));
const hosts: FakeHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) void host.instance.unload();
});

async function start(
  runner: FakeRunner,
  options: Record<string, string | boolean>,
): Promise<[FakeHost, VirtualClock]> {
  const clock = new VirtualClock();
  const host = await FakeHost.start(createStackBackend(runner), { options, clock });
  for (const name of ['run', 'cancel', 'play', 'stop', 'level', 'progress', 'done', 'failed']) host.add(name);
  hosts.push(host);
  return [host, clock];
}

describe('the channels of a stack', () => {
  const plugin = createStackBackend(new FakeRunner());
  const backend = plugin.load({
    log: undefined as never,
    clock: new VirtualClock(),
    dataFolder: '',
    signal: new AbortController().signal,
  });
  const channel = async (name: string, options = {}) =>
    (await backend).channel('s', name, { stack: world, ...options });

  it('are the parameters with their ranges and units', async () => {
    expect(await channel('world.f0')).toMatchObject({
      target: true,
      source: false,
      min: -24,
      max: 24,
      unit: 'st',
    });
    expect(await channel('world2.vtl')).toMatchObject({ unit: 'st' });
    expect(await channel('gain.db')).toMatchObject({ unit: 'dB' });
    expect(await channel('mine.depth')).toMatchObject({ min: 0, max: 1 });
    expect(await channel('world.f0', { 'world.f0': '-5 7' })).toMatchObject({ min: -5, max: 7 });
    expect(await channel('done')).toMatchObject({ source: true, target: false });
  });
  it.each(['world.nosuch', 'mine.name', 'nosuch', ''])('refuse "%s"', async name => {
    await expect(channel(name)).rejects.toMatchObject({ code: 'backend.bad-channel' });
  });
  it('are offered, those that begin with the text first', async () => {
    const names = (await backend).suggest('f', { stack: world }, 10).map(info => info.name);
    expect(names[0]).toBe('failed');
    expect(names).toContain('world.f0');
  });
});

describe('a stack', () => {
  it('computes at a touch, tells the progress and the end, and plays at once what is ready', async () => {
    const runner = new FakeRunner();
    const [host] = await start(runner, { file: 'a.wav', stack: world, prepare: false });
    host.send(['run', 1]);
    runner.runs[0]!.progress(0.5);
    expect(host.last('progress')).toBe(0.5);
    runner.runs[0]!.end({ state: 'done', file: '/r.wav', cached: false });
    await settled();
    expect([host.last('done'), host.last('failed'), host.last('progress')]).toEqual([1, 0, 1]);
    expect(host.emitted.every(event => event.cause > 0)).toBe(true);
    expect(host.memory.lines.some(line => line.text.includes('/r.wav'))).toBe(true);
    host.send(['level', 0.5], ['play', 1]);
    expect(host.notified.at(-1)).toEqual({ topic: 'play', payload: { file: '/r.wav', level: 0.5 } });
    expect(runner.runs.length).toBe(1);
    host.send(['run', 0], ['run', 1], ['run', 1]);
    expect(runner.runs.length).toBe(2);
  });

  it('computes again what a clean-up of the cache has taken before it is played', async () => {
    const runner = new FakeRunner();
    const [host] = await start(runner, { file: 'a.wav', stack: world, prepare: false });
    host.send(['run', 1]);
    runner.runs[0]!.end({ state: 'done', file: '/r.wav', cached: false });
    await settled();
    runner.gone.add('/r.wav');
    host.send(['play', 1]);
    expect(host.notified.some(one => one.topic === 'play')).toBe(false);
    runner.runs[1]!.end({ state: 'done', file: '/again.wav', cached: false });
    await settled();
    expect(host.notified.at(-1)).toMatchObject({ topic: 'play', payload: { file: '/again.wav' } });
  });

  it('prepares the next result when a knob has come to rest, and plays it when asked for too early', async () => {
    const runner = new FakeRunner();
    const [host, clock] = await start(runner, { file: 'a.wav', stack: world });
    host.add('world.f0');
    clock.advance(200);
    expect(runner.runs.length).toBe(1);
    for (const value of [0.1, 0.2, 0.75]) {
      host.send(['world.f0', value]);
      clock.advance(50);
    }
    expect(runner.runs.length).toBe(1);
    clock.advance(100);
    expect(runner.runs.length).toBe(2);
    expect(runner.runs[1]!.query.stack).toMatchObject([
      { module: 'world', f0: '+12st' },
      { db: -6 },
      { vtl: '+1st' },
      {},
    ]);
    host.send(['play', 1]);
    runner.runs[1]!.end({ state: 'done', file: '/two.wav', cached: false });
    await settled();
    expect(host.notified.at(-1)).toMatchObject({ topic: 'play', payload: { file: '/two.wav' } });
  });

  it('gives up at a touch and at a panic, and says why something failed', async () => {
    const runner = new FakeRunner();
    const [host] = await start(runner, { file: 'a.wav', stack: '[]', prepare: false });
    host.send(['play', 1], ['cancel', 1]);
    await settled();
    expect(host.notified).toEqual([]);
    host.send(['run', 1]);
    runner.runs[1]!.end({ state: 'failed', code: 'stack.no-such-file', reason: 'It is gone.' });
    await settled();
    expect(host.last('failed')).toBe(1);
    expect(host.problems.standing).toMatchObject([{ code: 'stack.no-such-file', message: 'It is gone.' }]);
    expect(host.statuses.at(-1)?.state).toBe('error');
    host.instance.panic?.();
    expect(host.notified.at(-1)?.topic).toBe('stop');
  });

  it('starts as far as it can with a stack that cannot be read', async () => {
    const [host] = await start(new FakeRunner(), { file: 'a.wav', stack: '[{', prepare: false });
    expect(host.problems.standing[0]).toMatchObject({ code: 'backend.bad-option' });
    const [other] = await start(new FakeRunner(), { stack: '[{"x": 1}]' });
    expect(other.problems.standing[0]?.message).toMatch(/no "module"/);
    expect(other.statuses.at(-1)).toMatchObject({ state: 'waiting' });
  });
});

describe('a stack on the real modules', () => {
  it('follows a knob and writes its output', async () => {
    const t = new TestStacks();
    saveWav(t.path('voice.wav'), vowel({ seconds: 0.5, f0: () => 150 }));
    const options = {
      file: 'voice.wav',
      stack: '[{"module": "world"}]',
      output: 'out/result.wav',
      prepare: false,
    };
    const host = await FakeHost.start(createStackBackend(runnerOf(t.stacks)), {
      options,
      patchFolder: t.folder,
      clock: new SystemClock(),
    });
    for (const name of ['run', 'done', 'progress', 'world.f0']) host.add(name);
    const pitch = async (value: number) => {
      host.send(['world.f0', value], ['run', 0], ['run', 1]);
      await expect.poll(() => host.last('done'), SLOW).toBe(1);
      await expect.poll(() => existsSync(t.path('out/result.wav')), SLOW).toBe(true);
      const { file } = host.notified.findLast(one => one.topic === 'result')!.payload as { file: string };
      return median(autocorrelationF0(readSound(file).channels[0]!, 44_100).filter(hz => hz > 0));
    };
    expect(semitones(150, await pitch(0.5))).toBeCloseTo(0, 1);
    expect(semitones(150, await pitch(0.75))).toBeCloseTo(12, 1);
    expect(host.emitted.filter(event => event.channel === 'progress').length).toBeGreaterThan(2);
    host.instance.unload();
    await t.close();
  });
});
