import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/main/app.ts';
import { Bus } from '../../src/main/kernel/event-bus.ts';
import { Answers } from '../../src/main/stacks/answer.ts';
import { Stacks } from '../../src/main/stacks/stacks.ts';
import { saveWav, vowel } from '../../src/main/stacks/testing/sounds.ts';
import { startWorker } from '../../src/main/threads/start-worker.ts';
import { openVtView } from '../../src/main/views/vt/index.ts';
import { freePort } from './host.ts';
import { oscFloat } from './osc-load.ts';
import type { Row } from './row.ts';

const ROUNDS = 8;
const JOBS = 4;
const MESSAGES = 3000;
const ROUTING_ROUNDS = 4;
const WORLD = { module: 'world', f0: '-4st', vtl: '+2st' };

/** One second of a voice whose pitch moves, each different from the others, so that nothing of it is cached. */
function saveVoice(folder: string, i: number, seconds = 1): string {
  return saveWav(join(folder, `voice${i}.wav`), vowel({ seconds, breath: 0.1, f0: t => 120 + i + 40 * t }));
}

/** `world` from a query to its result, the analysis kept, and the same query over TCP again. */
export async function benchStacks(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-bench-'));
  const stacks = new Stacks({ cacheFolder: join(folder, 'cache'), startWorker, baseFolder: () => folder });
  try {
    const cold: number[] = [];
    const kept: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const file = saveVoice(folder, i);
      cold.push(await timed(stacks, { file, stack: [WORLD], format: 'wav' }));
      kept.push(await timed(stacks, { file, stack: [{ ...WORLD, f0: '+2st' }], format: 'wav' }));
    }
    const idle: number[] = [];
    const busy: number[] = [];
    for (let i = 0; i < ROUTING_ROUNDS; i++) {
      idle.push(await routing(folder, undefined));
      busy.push(await routing(folder, stacks));
    }
    return [
      ofSound('world f0 + vtl of 1 s, cold', cold, '<= 0.15'),
      ofSound('world f0 + vtl of 1 s, analysis kept', kept, '<= 0.08'),
      { name: 'cached query over TCP', value: await cachedQuery(stacks, folder), unit: 'ms', target: '<= 2' },
      {
        name: 'OSC to OSC p99 while 4 sound jobs run',
        value: Math.min(...busy),
        unit: 'us',
        baseline: Math.min(...idle),
        baselineName: 'the same without jobs',
        ratio: Math.min(...busy) / Math.min(...idle),
        target: '<= 1.2',
      },
    ];
  } finally {
    await stacks.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best round: the first ones meet code that was never run. */
function ofSound(name: string, times: readonly number[], target: string): Row {
  const value = Math.min(...times);
  return {
    name,
    value,
    unit: 'ms',
    baseline: 1000,
    baselineName: 'length of the sound',
    ratio: value / 1000,
    target,
  };
}

async function timed(stacks: Stacks, query: Record<string, unknown>): Promise<number> {
  const start = performance.now();
  const [, plan] = await stacks.prepare(query);
  const job = stacks.start(plan);
  await job.done;
  if (job.fault) throw job.fault;
  return performance.now() - start;
}

async function cachedQuery(stacks: Stacks, folder: string): Promise<number> {
  const answers = new Answers(stacks);
  const view = await openVtView({
    host: '127.0.0.1',
    port: 0,
    bus: new Bus(),
    stacks: request => answers.forView(request),
    folder,
  });
  const line = `${JSON.stringify({ action: 'process', mode: 'sync', file: 'voice0.wav', stack: [WORLD], format: 'wav' })}\n`;
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    const socket = connect(view.port, '127.0.0.1', () => socket.write(line));
    socket.resume();
    await once(socket, 'end');
    times.push(performance.now() - start);
  }
  await view.close();
  return percentile(times, 0.5);
}

/** 99th percentile of the way of an OSC message through a patch in this process, in microseconds. */
async function routing(folder: string, stacks: Stacks | undefined): Promise<number> {
  const heard = createSocket('udp4');
  heard.bind(0, '127.0.0.1');
  await once(heard, 'listening');
  const listen = await freePort();
  const file = join(folder, 'bench.crosspatch');
  writeFileSync(file, JSON.stringify(patch(listen, heard.address().port)));
  const app = await createApp({
    host: 'headless',
    version: '0',
    dataFolder: join(folder, 'data'),
    appFolder: folder,
    log: () => undefined,
    file,
    startWorker,
  });
  const sender = createSocket('udp4');
  let running = stacks !== undefined;
  const jobs = Array.from({ length: running ? JOBS : 0 }, (_, i) =>
    keepBusy(stacks as Stacks, folder, i, () => running),
  );
  const times: number[] = [];
  for (let i = 0; i < MESSAGES + 500; i++) {
    const start = performance.now();
    const reply = once(heard, 'message', { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    sender.send(oscFloat('/in', (i % 100) / 100), listen, '127.0.0.1');
    await reply;
    if (i >= 500) times.push((performance.now() - start) * 1000);
    await new Promise(resolve => setImmediate(resolve));
  }
  running = false;
  await Promise.all(jobs);
  sender.close();
  heard.close();
  await app.stop();
  return percentile(times, 0.99);
}

/** One job after another, each with a sound that takes a while. */
async function keepBusy(
  stacks: Stacks,
  folder: string,
  place: number,
  running: () => boolean,
): Promise<void> {
  const file = saveVoice(folder, 100 + place, 3);
  for (let n = 0; running(); n++) {
    await timed(stacks, { file, stack: [{ ...WORLD, f0: `+${place + 1 + n / 100}st` }], format: 'wav' });
  }
}

function patch(listen: number, target: number): unknown {
  return {
    crosspatch: 1,
    instances: [
      { name: 'in', backend: 'osc', options: { bind: `127.0.0.1 ${listen}` } },
      { name: 'out', backend: 'osc', options: { destination: `127.0.0.1 ${target}` } },
    ],
    mappings: [{ from: 'in./in', to: 'out./out' }],
  };
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
