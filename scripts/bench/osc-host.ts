import { freePort, type Running, startPatch, startProgram } from './host.ts';
import { oscFloat, OscLoad } from './osc-load.ts';
import type { Row } from './row.ts';

const ROUNDS = 3;
const RUN_MS = 1500;

/** A patch that joins `/in/1..n` of one OSC instance to `/out/1..n` of another. */
function oscPatch(mappings: number, listen: number, target: number): unknown {
  return {
    crosspatch: 1,
    instances: [
      { name: 'in', backend: 'osc', options: { bind: `127.0.0.1 ${listen}` } },
      { name: 'out', backend: 'osc', options: { destination: `127.0.0.1 ${target}` } },
    ],
    mappings: [{ from: `in./in/{1..${mappings}}`, to: `out./out/{1..${mappings}}` }],
  };
}

const messages = (mappings: number) =>
  Array.from({ length: 256 }, (_, i) => oscFloat(`/in/${((i * 7919) % mappings) + 1}`, (i % 100) / 100));

interface Figures {
  readonly rate: number;
  readonly median: number;
}

async function measure(
  start: (listen: number, target: number) => Promise<Running>,
  mappings: number,
): Promise<Figures> {
  const load = new OscLoad();
  const target = await load.open();
  const listen = await freePort();
  const running = await start(listen, target);
  await load.aim(listen);
  const sent = messages(mappings);
  await load.closedLoop(sent, 32, 500);
  const rate = await load.closedLoop(sent, 32, RUN_MS);
  const median = await load.median(sent, 1000, RUN_MS);
  await running.stop();
  load.close();
  return { rate, median };
}

const forwarder = (listen: number, target: number) =>
  startProgram(['scripts/bench/forwarder.mjs', String(listen), String(target)]);
const patched = (mappings: number) => (listen: number, target: number) =>
  startPatch(oscPatch(mappings, listen, target));

/** OSC in to OSC out through the whole program, against a bare forwarder; interleaved runs, the best of each. */
export async function benchOscHost(): Promise<Row[]> {
  const bare: Figures[] = [];
  const few: Figures[] = [];
  const many: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await measure(forwarder, 10));
    few.push(await measure(patched(10), 10));
    many.push(await measure(patched(10_000), 10_000));
  }
  const top = (runs: readonly Figures[]) => Math.max(...runs.map(run => run.rate));
  const quick = (runs: readonly Figures[]) => Math.min(...runs.map(run => run.median));
  const row = (
    name: string,
    unit: string,
    value: number,
    baseline: number,
    target: string,
    baselineName: string,
  ): Row => ({
    name,
    unit,
    value,
    baseline,
    baselineName,
    ratio: value / baseline,
    target,
  });
  return [
    row('OSC to OSC, closed loop of 32', 'events/s', top(few), top(bare), '>= 0.8', 'bare Node forwarder'),
    row('OSC to OSC, p50 at 1,000 events/s', 'us', quick(few), quick(bare), '<= 1.25', 'bare Node forwarder'),
    row(
      'OSC to OSC, 10,000 mappings',
      'events/s',
      top(many),
      top(few),
      '>= 0.9',
      'the same with 10 mappings',
    ),
  ];
}

/** Start and memory of the headless host. */
export async function benchStart(): Promise<Row[]> {
  const ready: number[] = [];
  let rss = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const running = await startPatch(oscPatch(10_000, await freePort(), await freePort()));
    ready.push(running.readyMs);
    await new Promise(resolve => setTimeout(resolve, 500));
    rss = running.rss();
    await running.stop();
  }
  const small = await startPatch(oscPatch(10, await freePort(), await freePort()));
  await new Promise(resolve => setTimeout(resolve, 500));
  const smallRss = small.rss();
  await small.stop();
  return [
    { name: 'start to ready, 10,000 mappings', value: Math.min(...ready), unit: 'ms', target: '< 1000' },
    { name: 'resident memory, 10 mappings', value: smallRss, unit: 'MB', target: '< 120' },
    { name: 'resident memory, 10,000 mappings', value: rss, unit: 'MB', target: '< 120' },
  ];
}
