import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ScriptPatch } from './sandbox-patch.ts';
import { SCRIPTS } from './sandbox-scripts.ts';

const PROCESSES = 3;
/** Samples of a process at rest; the least of them has the least garbage in it. */
const SAMPLES = 5;
const PAUSE = 200;

/**
 * What the first instance of a language adds to a process, MiB, thread and machine together: the median of several
 * processes that do nothing else. NaN where the system does not tell what memory is a process's own.
 */
export function memoryOf(name: string): number {
  const file = fileURLToPath(import.meta.url);
  const values = Array.from({ length: PROCESSES }, () => {
    const { stdout } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', file, name], {
      encoding: 'utf8',
    });
    return Number(stdout.trim() || NaN);
  });
  return values.toSorted((a, b) => a - b)[PROCESSES >> 1] ?? NaN;
}

/** Memory of this process that no file backs, bytes. */
function own(): number {
  const kibibytes = /^Anonymous:\s+(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1];
  return Number(kibibytes ?? NaN) * 1024;
}

async function atRest(): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < SAMPLES; i++) {
    await new Promise(resolve => setTimeout(resolve, PAUSE));
    globalThis.gc?.();
    least = Math.min(least, own());
  }
  return least;
}

/** As the main script of a process. */
async function measure(name: string | undefined): Promise<void> {
  const found = SCRIPTS.find(one => one.name === name);
  if (!found || process.platform !== 'linux') return;
  const before = await atRest();
  const patch = await ScriptPatch.open(found.script);
  const after = await atRest();
  await patch.close();
  process.stdout.write(`${(after - before) / 2 ** 20}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void measure(process.argv[2]);
