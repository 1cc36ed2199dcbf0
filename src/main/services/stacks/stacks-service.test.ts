import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  StackCacheInfo,
  StackJob,
  StackModuleInfo,
  StackPeaks,
  StackSamples,
  StackSpectrogram,
} from '../../../shared/contract/calls/stacks.ts';
import { ContractServer } from '../../../shared/contract/server.ts';
import { ContractClient } from '../../../shared/contract/client.ts';
import { memoryPorts } from '../../../shared/contract/testing/memory-ports.ts';
import type { ServiceCallable } from '../../../shared/plugin/service.ts';
import { memoryLog, memoryProblems } from '../../../shared/plugin/testing/fake-host.ts';
import { Bus } from '../../kernel/event-bus.ts';
import { readSound } from '../../stacks/audio/read-sound.ts';
import { saveWav, tone, vowel } from '../../stacks/testing/sounds.ts';
import { TestStacks } from '../../stacks/testing/test-stacks.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { createStacksService } from './index.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

let t: TestStacks;
let client: ContractClient;
const bus = new Bus();
const told: StackJob[] = [];
let unload: () => void | Promise<void> = () => undefined;

beforeAll(async () => {
  t = new TestStacks();
  saveWav(t.path('tone.wav'), tone(1000, 0.5));
  saveWav(t.path('voice.wav'), vowel({ seconds: 1 }));
  const plugin = createStacksService(t.stacks);
  unload = () => plugin.unload?.();
  const service: ServiceCallable = await plugin.load({
    config: {},
    log: memoryLog().log,
    clock: new SystemClock(),
    problems: memoryProblems().reporter,
    bus,
    dataFolder: t.folder,
    signal: new AbortController().signal,
    sources: new Map() as never,
    subscriptions: [],
    service: () => undefined,
  });
  bus.subscribe((event, payload) => {
    if (event === 'stacks.jobsChanged') told.push(...(payload as StackJob[]));
  });
  const [here, there] = memoryPorts();
  client = new ContractClient(here, () => undefined);
  new ContractServer(there, 'test', { service: () => service, onValues: () => undefined });
});
afterAll(async () => {
  await unload();
  await t.close();
});

const floats = (text: string) => {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
};

describe('the service stacks', () => {
  it('lists modules with forms', async () => {
    const modules: readonly StackModuleInfo[] = await client.call('stacks.modules', {});
    const world = modules.find(module => module.name === 'world');
    expect(world?.parameters.map(parameter => parameter.name)).toEqual(['f0', 'vtl', 'duration']);
  });

  it('runs a query, tells the progress and lists the job', async () => {
    const query = { file: 'voice.wav', stack: [{ module: 'world', f0: '+2st' }] };
    const job = await client.call('stacks.run', { query, wait: true });
    expect(job).toMatchObject({ state: 'done', progress: 1, title: 'voice.wav: world', cached: false });
    await expect.poll(() => told.at(-1)?.state, SLOW).toBe('done');
    expect(await client.call('stacks.jobs', {})).toMatchObject([{ id: job.id }]);
    expect(await client.call('stacks.run', { query, wait: true })).toMatchObject({
      cached: true,
      details: job.details,
    });
  });

  it('refuses what is wrong with a code', async () => {
    await expect(client.call('stacks.run', { query: { file: 'nope.wav' } })).rejects.toMatchObject({
      code: 'stack.no-such-file',
    });
    await expect(client.call('stacks.peaks', { file: 'tone.wav', columns: 0 })).rejects.toMatchObject({
      code: 'contract.bad-params',
    });
  });

  it('cancels', async () => {
    const query = { file: ['voice.wav', 'voice.wav', 'voice.wav'], stack: [{ module: 'world', f0: '*1.3' }] };
    const job = await client.call('stacks.run', { query });
    expect(job.state).toBe('running');
    expect(await client.call('stacks.cancel', { job: job.id })).toEqual({ cancelled: true });
    await expect.poll(async () => (await client.call('stacks.jobs', {}))[0]?.state, SLOW).toBe('cancelled');
    expect(await client.call('stacks.cancel', { job: 'other' })).toEqual({ cancelled: false });
  });

  it('shows a sound: outline, spectrum, samples', async () => {
    const peaks: StackPeaks = await client.call('stacks.peaks', { file: 'tone.wav', columns: 50 });
    expect(peaks).toMatchObject({ rate: 44_100, channels: 1, length: 22_050 });
    expect(peaks.rms).toBeCloseTo(0.4 / Math.SQRT2, 3);
    const pairs = floats(peaks.peaks[0]!);
    expect(pairs.length).toBe(100);
    expect(Math.min(...pairs)).toBeCloseTo(-0.4, 2);

    const picture: StackSpectrogram = await client.call('stacks.spectrogram', {
      file: 'tone.wav',
      columns: 10,
      rows: 100,
      maxHz: 5000,
    });
    const column = Buffer.from(picture.image, 'base64').subarray(500, 600);
    const loudest = column.indexOf(Math.max(...column));
    expect(((loudest + 0.5) / 100) * picture.maxHz).toBeCloseTo(1000, -2);

    const samples: StackSamples = await client.call('stacks.samples', {
      file: 'tone.wav',
      start: 11,
      count: 3,
    });
    const wanted = tone(1000, 0.5).channels[0]!.subarray(11, 14);
    expect(floats(samples.samples[0]!)).toEqual([...wanted].map(Math.fround));
  });

  it('hands a result out, and says where it comes from', async () => {
    const query = { file: 'tone.wav', stack: [{ module: 'noise', seed: 7, mode: 'add' }], format: 'wav' };
    const job = await client.call('stacks.run', { query, wait: true });
    const provenance = await client.call('stacks.provenance', { file: job.details });
    expect(provenance).toMatchObject({
      sources: [t.path('tone.wav')],
      stack: query.stack,
      versions: { noise: '1' },
      seed: 7,
    });
    const to = t.path('out.wav');
    const written = await client.call('stacks.export', { file: job.details, to, sidecar: true });
    expect(written.written).toEqual([to, `${to}.json`]);
    expect(readSound(to)).toEqual(readSound(job.details));
    expect(JSON.parse(readFileSync(`${to}.json`, 'utf8'))).toMatchObject({ file: to, seed: 7 });
    const refusal = (params: { file: string; to: string }) =>
      client.call('stacks.export', params).catch((error: unknown) => (error as { code: string }).code);
    expect(await refusal({ file: job.details, to })).toBe('file.exists');
    expect(await refusal({ file: t.path('tone.wav'), to: t.path('b.wav') })).toBe('stack.no-such-file');
    expect(await refusal({ file: job.details, to: t.path('b.txt') })).toBe('stack.unsupported-format');
    expect(await refusal({ file: job.details, to: t.path('none/b.wav') })).toBe('file.unwritable');
  });

  it('knows its cache and cleans it', async () => {
    const before: StackCacheInfo = await client.call('stacks.cache', {});
    expect(before.files).toBeGreaterThan(1);
    const simulated = await client.call('stacks.clean', { level: 1996, simulate: true });
    const report = await client.call('stacks.clean', { level: 1996 });
    expect(report).toEqual(simulated);
    expect((await client.call('stacks.cache', {})).files).toBe(0);
  });
});
