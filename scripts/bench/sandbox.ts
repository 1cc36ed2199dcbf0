import { spawnSync } from 'node:child_process';
import { luaLanguage } from '../../src/main/backends/lua/language.ts';
import { pythonLanguage } from '../../src/main/backends/python/language.ts';
import { scriptLanguage } from '../../src/main/backends/script/language.ts';
import type { Row } from './row.ts';
import { type BenchScript, ScriptPatch } from './sandbox-patch.ts';

const TYPESCRIPT: BenchScript = {
  language: scriptLanguage,
  file: 'm.ts',
  handler: 'm.in1',
  text: `import { output } from 'crosspatch';
export function in1(value: number) { output('out1', 1 - value); }
export function hang() { for (;;) {} }`,
};
const LUA: BenchScript = {
  language: luaLanguage,
  file: 'm.lua',
  handler: 'in1',
  text: 'function in1(value) output("out1", 1 - value) end',
};
const PYTHON: BenchScript = {
  language: pythonLanguage,
  file: 'm.py',
  handler: 'm.in1',
  text: 'import midimonster\ndef in1(value):\n    midimonster.output("out1", 1 - value)\n',
};
/** Locals of the channels of instance `from`, in the order of the wires. */
const THROUGH = 0;
const DIRECT = 1;
const SCRIPTS = [
  { name: 'TypeScript', script: TYPESCRIPT, rate: 300_000, startMs: 150 },
  { name: 'Lua', script: LUA, rate: 300_000, startMs: 150 },
  { name: 'Python', script: PYTHON, rate: 150_000, startMs: 600 },
] as const;

/** Rate, added latency, start and memory of the script guests. */
export async function benchSandbox(): Promise<Row[]> {
  const rows: Row[] = [];
  const python3 = plainPython();
  for (const { name, script, rate, startMs } of SCRIPTS) {
    const before = process.memoryUsage().rss;
    // The first start fills caches (and makes the Python snapshot); the second is what a user sees every day.
    await (await ScriptPatch.open(script)).close();
    const patch = await ScriptPatch.open(script);
    const memory = (process.memoryUsage().rss - before) / 2 ** 20;
    rows.push({
      name: `${name}: start to first good load`,
      value: patch.startMs,
      unit: 'ms',
      target: `< ${startMs}`,
    });
    rows.push({ name: `${name}: memory of the first instance`, value: memory, unit: 'MiB' });
    const measured = await throughput(patch, 3000);
    rows.push({
      name: `${name}: handler events through the router`,
      value: measured,
      unit: 'events/s',
      target: `>= ${rate}`,
    });
    if (name === 'Python' && python3 !== undefined) {
      rows.push({
        name: 'Python: the same beside python3 calling the function in a loop',
        value: measured,
        unit: 'events/s',
        baseline: python3,
        baselineName: 'python3, no program around it',
        ratio: measured / python3,
      });
    }
    const direct = await latency(patch, DIRECT, 10_000, 4000);
    const through = await latency(patch, THROUGH, 10_000, 4000);
    rows.push({ name: `${name}: p50 added at 10,000 events/s`, value: through.p50 - direct.p50, unit: 'ms' });
    rows.push({
      name: `${name}: p99 added at 10,000 events/s`,
      value: through.p99 - direct.p99,
      unit: 'ms',
      target: '< 1',
    });
    await patch.close();
  }
  rows.push(await hostileRow());
  return rows;
}

/** Events per second with as many under way as the rings hold well. */
async function throughput(patch: ScriptPatch, ms: number): Promise<number> {
  const { ends } = patch;
  const { source } = ends;
  let sent = 0;
  let received = 0;
  ends.received = () => void received++;
  const started = performance.now();
  const until = started + ms;
  while (performance.now() < until) {
    while (sent - received < 4096) {
      for (let i = 0; i < 256; i++) source?.emit(THROUGH, ((sent + i) & 1023) / 1023);
      sent += 256;
    }
    await new Promise(resolve => setImmediate(resolve));
  }
  return received / ((performance.now() - started) / 1000);
}

/** Time from `emit` to arrival in ms, at a rate in events/s, in bursts each millisecond. */
async function latency(
  patch: ScriptPatch,
  local: number,
  rate: number,
  ms: number,
): Promise<{ p50: number; p99: number }> {
  const { ends } = patch;
  const times: number[] = [];
  const queue: number[] = [];
  ends.received = () => {
    const sentAt = queue.shift();
    if (sentAt !== undefined) times.push(performance.now() - sentAt);
  };
  const started = performance.now();
  let sent = 0;
  for (let now = started; now - started < ms; now = performance.now()) {
    for (const due = Math.floor(((now - started) * rate) / 1000); sent < due; sent++) {
      queue.push(performance.now());
      ends.source?.emit(local, (sent & 1023) / 1023);
    }
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  await new Promise(resolve => setTimeout(resolve, 100));
  const sorted = times.slice(Math.floor(times.length / 3)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Routing beside a script that hangs in every call. */
async function hostileRow(): Promise<Row> {
  const calm = await ScriptPatch.open(TYPESCRIPT);
  const before = await latency(calm, DIRECT, 10_000, 3000);
  await calm.close();
  const patch = await ScriptPatch.open({ ...TYPESCRIPT, handler: 'm.hang' });
  const timer = setInterval(() => patch.ends.source?.emit(THROUGH, 1), 20);
  const during = await latency(patch, DIRECT, 10_000, 3000);
  clearInterval(timer);
  await patch.close();
  return {
    name: 'routing p99 beside a script that hangs in every call',
    value: during.p99,
    unit: 'ms',
    baseline: before.p99,
    baselineName: 'the same wires, calm',
    ratio: during.p99 / before.p99,
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
n = 2000000
t = time.perf_counter()
for i in range(n): in1(i / n)
print(n / (time.perf_counter() - t))
`;
  const { stdout, status } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}
