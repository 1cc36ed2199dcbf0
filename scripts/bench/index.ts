// npm run bench [NAME]... : measures what docs/performance.md claims. Each figure that depends on the machine is given
// as a ratio to a baseline from the same run. Needs a build (`npm run build`).
import { cpus, totalmem } from 'node:os';
import { benchDirectory } from './directory.ts';
import { benchDmx } from './dmx.ts';
import { benchOscHost, benchStart } from './osc-host.ts';
import { benchRouter } from './router.ts';
import type { Row } from './row.ts';
import { benchSandbox } from './sandbox.ts';
import { benchStacks } from './stacks.ts';
import { formatTable, meets } from './table.ts';
import { benchWindow } from './window.ts';

const SUITES: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  router: benchRouter,
  osc: benchOscHost,
  start: benchStart,
  dmx: benchDmx,
  sandbox: benchSandbox,
  stacks: benchStacks,
  directory: benchDirectory,
  window: benchWindow,
};

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} ...`);
  rows.push(...(await suite()));
}
console.log(
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${process.platform}\n`,
);
console.log(formatTable(rows));
const missed = rows.filter(row => !meets(row));
console.log(
  missed.length === 0 ? '\nAll targets met.' : `\nMissed: ${missed.map(row => row.name).join('; ')}`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
