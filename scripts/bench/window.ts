import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ContractClient } from '../../src/shared/contract/client.ts';
import { freePort, startPatch } from './host.ts';
import type { Row } from './row.ts';
import { ROWS, SHEETS, writeSheets } from './sheets.ts';
import { connect, Mover } from './window-engine.ts';
import { look, openPage, type Stretch } from './window-page.ts';
import { WIRES, windowPatch } from './window-patch.ts';
import { magnify, scroll, type } from './window-search.ts';

/** On a shared machine the least disturbed run says most about the code. */
const RUNS = 6;
/** The load takes about a second; the quiet stretches before it are as long. */
const QUIET_MS = 1500;
const SOURCE = 'sheets';

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const least = (values: readonly number[]) => Math.min(...values);

/** One load of all sheets, and a quiet stretch before it. */
interface Run {
  readonly quiet: Stretch;
  readonly quietEvent: number;
  readonly loading: Stretch;
  readonly loadingEvent: number;
  readonly loadMs: number;
}

/** The window while a folder of sheets loads that names the channels of 300 wires. */
export async function benchWindow(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-bench-'));
  const sheets = join(folder, 'sheets');
  writeSheets(sheets);
  const mover = new Mover();
  const listen = await freePort();
  const host = await startPatch(windowPatch(sheets, listen, await mover.listen()), '127.0.0.1:0');
  const engine = await connect(host.address);
  const { page, close } = await openPage(host.address);
  try {
    await named(engine);
    mover.start(listen);
    await page.getByTestId('tab:monitor').click();
    await magnify(page);
    await sleep(QUIET_MS);
    const runs: Run[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await measure(page, engine, mover));
    return [...loadRows(runs), ...(await searchRows(page, engine))];
  } finally {
    mover.close();
    engine.close();
    await close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, engine: ContractClient, mover: Mover): Promise<Run> {
  await enable(engine, false);
  await sleep(800);
  await look(page);
  mover.longest();
  await sleep(QUIET_MS);
  const quiet = await look(page);
  const quietEvent = mover.longest();
  const loadMs = await load(engine);
  // The window shows new names in slices.
  await sleep(800);
  const loading = await look(page);
  return { quiet, quietEvent, loading, loadingEvent: mover.longest(), loadMs };
}

/** Switch the source of the sheets on or off. */
async function enable(engine: ContractClient, enabled: boolean): Promise<void> {
  const sources = await engine.call('directory.sources', {});
  const config = sources.find(source => source.name === SOURCE)?.config;
  if (!config) throw new Error('the patch has no source');
  await engine.call('directory.editSource', { name: SOURCE, source: { ...config, enabled } });
}

/** Switch the source on; the milliseconds until all names are there. */
async function load(engine: ContractClient): Promise<number> {
  const started = performance.now();
  await enable(engine, true);
  await named(engine);
  return performance.now() - started;
}

/** Resolves when the channels of all wires have their names (again). */
async function named(engine: ContractClient): Promise<void> {
  while ((await engine.call('directory.names', {})).names.length < WIRES) await sleep(5);
}

function loadRows(runs: readonly Run[]): Row[] {
  const row = (name: string, of: (run: Run) => number, quiet: (run: Run) => number): Row => ({
    name,
    value: least(runs.map(of)),
    unit: 'ms',
    baseline: least(runs.map(quiet)),
    baselineName: 'quiet',
    target: '<= 50',
  });
  const what = `${SHEETS} sheets load, ${SHEETS * ROWS} names, ${WIRES} wires`;
  return [
    { name: what, value: least(runs.map(run => run.loadMs)) / 1000, unit: 's', target: '< 2' },
    row(
      'longest frame of the window meanwhile',
      run => run.loading.frame,
      run => run.quiet.frame,
    ),
    row(
      'longest task of its main thread (0 = below 50)',
      run => run.loading.task,
      run => run.quiet.task,
    ),
    row(
      'longest way of an event meanwhile',
      run => run.loadingEvent,
      run => run.quietEvent,
    ),
  ];
}

async function searchRows(page: Page, engine: ContractClient): Promise<Row[]> {
  await page.getByTestId('tab:library').click();
  const calm = await type(page);
  let typing = true;
  const loading = (async () => {
    while (typing) {
      await enable(engine, false);
      await load(engine);
    }
  })();
  const busy = await type(page);
  typing = false;
  await loading;
  const quiet = await look(page);
  const scrolled = await scroll(page);
  return [
    {
      name: 'a letter typed in the Library while sheets load, to the next frame, longest',
      value: busy.paint,
      unit: 'ms',
      baseline: calm.paint,
      baselineName: 'nothing loads',
    },
    {
      name: 'a letter typed in the Library to its results, p95',
      value: calm.answer,
      unit: 'ms',
      baseline: busy.answer,
      baselineName: 'while sheets load',
    },
    {
      name: 'scrolling 200 results, longest frame',
      value: scrolled.frame,
      unit: 'ms',
      baseline: quiet.frame,
      baselineName: 'quiet',
      target: '<= 50',
    },
  ];
}
