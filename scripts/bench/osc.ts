import { freePort, type Running, startProgram } from './host.ts';
import { oscFloat, OscLoad } from './osc-load.ts';
import type { Row } from './row.ts';

const ROUNDS = 3;
const RUN_MS = 1500;
const messages = Array.from({ length: 100 }, (_, i) => oscFloat(`/in/${(i % 10) + 1}`, i / 100));

interface Figures {
  readonly rate: number;
  readonly median: number;
}

async function measure(program: readonly string[]): Promise<Figures> {
  const load = new OscLoad();
  const target = await load.open();
  const listen = await freePort();
  const running: Running = await startProgram([...program, String(listen), String(target)]);
  await load.aim(listen);
  await load.closedLoop(messages, 32, 500);
  const rate = await load.closedLoop(messages, 32, RUN_MS);
  const median = await load.median(messages, 1000, RUN_MS);
  await running.stop();
  load.close();
  return { rate, median };
}

/** The OSC backend alone, without the engine, against a bare forwarder; interleaved runs, the best of each. */
export async function benchOscBackend(): Promise<Row[]> {
  const bare: Figures[] = [];
  const ours: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await measure(['scripts/bench/forwarder.mjs']));
    ours.push(await measure(['--import', 'tsx', 'scripts/bench/osc-backend.ts']));
  }
  const row = (name: string, unit: string, value: number, baseline: number, target: string): Row => ({
    name,
    unit,
    value,
    baseline,
    baselineName: 'bare Node forwarder',
    ratio: value / baseline,
    target,
  });
  const top = (runs: readonly Figures[]) => Math.max(...runs.map(run => run.rate));
  const quick = (runs: readonly Figures[]) => Math.min(...runs.map(run => run.median));
  return [
    row('OSC backend alone, closed loop of 32', 'events/s', top(ours), top(bare), '>= 0.8'),
    row('OSC backend alone, p50 at 1,000 events/s', 'us', quick(ours), quick(bare), '<= 1.25'),
  ];
}
