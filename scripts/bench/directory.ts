import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Catalogue } from '../../src/main/directory/catalogue.ts';
import { NameIndex } from '../../src/main/directory/name-index.ts';
import type { SourceWorld } from '../../src/main/directory/source-handle.ts';
import { PluginThread } from '../../src/main/kernel/plugin-host/plugin-thread.ts';
import { LatencyHistogram } from '../../src/main/core/latency.ts';
import { midiGuideSource } from '../../src/main/sources/midi_guide/index.ts';
import { startWorker } from '../../src/main/threads/start-worker.ts';
import { SystemClock } from '../../src/main/threads/system-clock.ts';
import type { SourceConfig } from '../../src/shared/plugin/source.ts';
import { best, type Row } from './row.ts';
import { ROWS, SHEETS, sheetFile, writeSheets } from './sheets.ts';

/** From what finds nothing to what finds thousands; as typed, letter by letter. */
const TERMS = [
  'c',
  'cu',
  'cut',
  'cutoff',
  'maker 7 cutoff',
  'resonance',
  'zzz',
  'lfo rate',
  'a',
  'filter 12',
];
const LIMIT = 200;
/** On a shared machine the least disturbed run says most about the code. */
const RUNS = 6;
const LOOP_MS = 2500;

const clock = new SystemClock();
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const world: SourceWorld = {
  clock,
  log: () => quiet,
  problems: () => ({ report: () => undefined, clear: () => undefined }),
  plugin: () => midiGuideSource,
  dataFolder: () => '',
  patchFolder: () => undefined,
};

const percentile = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN;

async function searched(catalogue: Catalogue): Promise<number> {
  const names = catalogue.list().map(source => source.name);
  const call = { user: 'local', profile: '', timeout: 5000, limit: LIMIT };
  const p95s: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const times: number[] = [];
    for (let round = 0; round < 10; round++) {
      for (const term of TERMS) {
        const start = performance.now();
        await catalogue.search(names, term, call);
        times.push(performance.now() - start);
      }
    }
    p95s.push(percentile(times, 0.95));
  }
  return Math.min(...p95s);
}

/** The better of two loads. */
async function loadedTwice(configs: readonly SourceConfig[]) {
  const first = await loaded(configs);
  await first.catalogue.unloadAll();
  const second = await loaded(configs);
  return { ...second, ms: Math.min(first.ms, second.ms), longest: Math.min(first.longest, second.longest) };
}

async function loaded(configs: readonly SourceConfig[]) {
  const catalogue = new Catalogue(world);
  await catalogue.setSources(configs);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  await catalogue.all(
    configs.map(config => config.name),
    { user: '', profile: '', timeout: 60_000 },
  );
  const ms = performance.now() - start;
  delay.disable();
  return { catalogue, ms, longest: delay.max / 1e6 };
}

async function reversed(catalogue: Catalogue): Promise<number> {
  const names = new NameIndex(
    catalogue,
    () => [],
    () => undefined,
  );
  await names.settle();
  const asked = Array.from(
    { length: 1000 },
    (_, i) => [`dev${i % SHEETS}`, `ch${i % 16}.cc${i % 120}`] as const,
  );
  const rate = best(5, () => {
    const start = performance.now();
    for (let round = 0; round < 20; round++)
      for (const [instance, channel] of asked) names.nameOf(instance, channel);
    return (20 * asked.length) / (performance.now() - start);
  });
  names.close();
  return 1000 / rate;
}

/** p99 of a turn of this thread's event loop, in microseconds. */
async function lateness(busy: () => Promise<void> | void): Promise<number> {
  const histogram = new LatencyHistogram();
  const working = Promise.resolve(busy());
  const end = performance.now() + LOOP_MS;
  while (performance.now() < end) {
    const start = performance.now();
    await new Promise(resolve => setImmediate(resolve));
    histogram.add(performance.now() - start, 1);
  }
  await working;
  return histogram.percentile(0.99) * 1000;
}

async function loopRatio(folder: string): Promise<{ alone: number; beside: number }> {
  const main = join(folder, 'loop.mjs');
  writeFileSync(main, 'export const plugin = { load: () => ({ search: () => { for (;;); } }) };');
  const tell = () => undefined;
  const thread = new PluginThread({
    name: 'loop',
    clock,
    startWorker,
    onMessage: tell,
    onDown: tell,
    onUp: tell,
  });
  const order = {
    kind: 'source',
    name: 'loop',
    main,
    config: {},
    dataFolder: '',
    patchFolder: undefined,
  } as const;
  const unit = await thread.load({ ...order, services: [], sources: [] });
  const alone = Math.min(await lateness(() => undefined), await lateness(() => undefined));
  const loop = () => void thread.call(unit, 'search', ['x']).catch(() => undefined);
  const beside = await lateness(loop);
  await thread.stop();
  return { alone, beside };
}

/** The directory with as many entries as the collection of midi.guide has. */
export async function benchDirectory(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-bench-'));
  try {
    const sheets = join(folder, 'sheets');
    writeSheets(sheets);
    const one = await loadedTwice([{ name: 'all', backend: 'midi_guide', file: sheets }]);
    const each = Array.from({ length: SHEETS }, (_, i) => ({
      name: `sheet ${i}`,
      backend: 'midi_guide',
      file: sheetFile(sheets, i),
      bind: { instance: `dev${i}` },
    }));
    const many = await loadedTwice(each);
    const rows: Row[] = [
      { name: `${SHEETS} sheets in one folder are loaded`, value: one.ms / 1000, unit: 's', target: '< 2' },
      { name: 'longest pause of its thread meanwhile', value: one.longest, unit: 'ms', target: '<= 50' },
      {
        name: `${SHEETS} sheets as sources of their own are loaded`,
        value: many.ms / 1000,
        unit: 's',
        target: '< 2',
      },
      {
        name: `lookup in ${SHEETS * ROWS} entries, p95`,
        value: await searched(one.catalogue),
        unit: 'ms',
        target: '<= 5',
      },
      {
        name: `lookup in ${SHEETS} sources, p95`,
        value: await searched(many.catalogue),
        unit: 'ms',
        target: '<= 5',
      },
      { name: 'name of a channel', value: await reversed(many.catalogue), unit: 'us', target: '<= 20' },
    ];
    await one.catalogue.unloadAll();
    await many.catalogue.unloadAll();
    const { alone, beside } = await loopRatio(folder);
    const name = 'a turn of the engine while a plugin loops, p99';
    const ratio = beside / alone;
    return [
      ...rows,
      {
        name,
        value: beside,
        unit: 'us',
        baseline: alone,
        baselineName: 'no plugin',
        ratio,
        target: '<= 1.2',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
