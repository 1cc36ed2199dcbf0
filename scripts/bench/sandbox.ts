import { spawnSync } from 'node:child_process';
import type { Row } from './row.ts';
import { addedLatency, DIRECT, latency, THROUGH, throughput } from './sandbox-load.ts';
import { memoryOf } from './sandbox-memory.ts';
import { type BenchScript, ScriptPatch } from './sandbox-patch.ts';
import { SCRIPTS, TYPESCRIPT } from './sandbox-scripts.ts';

const STARTS = 5;
/** A thread that is no longer needed has ended by then, ms: the next start shall have nothing of it. */
const REST = 500;

/** Rate, added latency, start and memory of the script guests; each figure is the best of several rounds. */
export async function benchSandbox(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, script, rate, startMs } of SCRIPTS) {
    rows.push(...(await startRows(name, script, startMs)));
    rows.push({ name: `${name}: memory of the first instance`, value: memoryOf(name), unit: 'MiB' });
    const patch = await ScriptPatch.open(script);
    rows.push(...(await rateRows(name, patch, rate)));
    const added = await addedLatency(patch, 10_000);
    rows.push({ name: `${name}: p50 added at 10,000 events/s`, value: added.p50, unit: 'ms' });
    rows.push({ name: `${name}: p99 added at 10,000 events/s`, value: added.p99, unit: 'ms', target: '< 1' });
    await patch.close();
  }
  rows.push(await hostileRow());
  return rows;
}

/** The first start fills caches (and makes the Python snapshot); the later ones are what a user sees every day. */
async function startRows(name: string, script: BenchScript, target: number): Promise<Row[]> {
  await (await ScriptPatch.open(script)).close();
  let fastest = Infinity;
  let cpu = Infinity;
  for (let i = 0; i < STARTS; i++) {
    await new Promise(resolve => setTimeout(resolve, REST));
    const before = process.cpuUsage();
    const patch = await ScriptPatch.open(script);
    const { user, system } = process.cpuUsage(before);
    fastest = Math.min(fastest, patch.startMs);
    cpu = Math.min(cpu, (user + system) / 1000);
    await patch.close();
  }
  return [
    { name: `${name}: start to first good load`, value: fastest, unit: 'ms', target: `< ${target}` },
    { name: `${name}: processor time of a start, all threads`, value: cpu, unit: 'ms' },
  ];
}

async function rateRows(name: string, patch: ScriptPatch, target: number): Promise<Row[]> {
  const measured = await throughput(patch);
  const what = `${name}: handler events through the router`;
  const rows: Row[] = [
    { name: what, value: measured.rate, unit: 'events/s', target: `>= ${target}` },
    { name: `${name}: processor time per event, all threads`, value: measured.cpu, unit: 'us' },
  ];
  const python3 = name === 'Python' ? plainPython() : undefined;
  if (python3 === undefined) return rows;
  return [
    ...rows,
    {
      name: 'Python: the same beside python3 calling the function in a loop',
      value: measured.rate,
      unit: 'events/s',
      baseline: python3,
      baselineName: 'python3, no program around it',
      ratio: measured.rate / python3,
    },
  ];
}

/** Routing beside a script that hangs in every call, in turns with calm. */
async function hostileRow(): Promise<Row> {
  const patch = await ScriptPatch.open({ ...TYPESCRIPT, handler: 'm.hang' });
  let calm = Infinity;
  let beside = Infinity;
  for (let i = 0; i < 4; i++) {
    calm = Math.min(calm, (await latency(patch, DIRECT, 10_000, 1500)).p99);
    const timer = setInterval(() => patch.ends.source?.emit(THROUGH, 1), 20);
    beside = Math.min(beside, (await latency(patch, DIRECT, 10_000, 1500)).p99);
    clearInterval(timer);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  await patch.close();
  return {
    name: 'routing p99 beside a script that hangs in every call',
    value: beside,
    unit: 'ms',
    baseline: calm,
    baselineName: 'the same wires, calm',
    ratio: beside / calm,
    target: '<= 1.2',
  };
}

/** The same function called by python3 itself; undefined when the machine has none. */
function plainPython(): number | undefined {
  const code = `
import time
out = {}
def output(name, value):
    out[name] = 1.0 if value > 1.0 else (value if value >= 0.0 else 0.0)
def in1(value):
    output("out1", 1 - value)
n = 500000
best = 0
for _ in range(5):
    t = time.perf_counter()
    for i in range(n): in1(i / n)
    best = max(best, n / (time.perf_counter() - t))
print(best)
`;
  const { stdout, status } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}
