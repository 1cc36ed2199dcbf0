import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { writeWhole } from '../atomic.ts';
import { Cache } from '../cache.ts';
import { cacheLayout } from '../layout.ts';

// A process of the crash test: makes files of a cache until it kills itself, at a moment that has nothing to do with
// where the writing is. Each file is named after what it holds.

const [folder = '', round = '0', delay = '1'] = process.argv.slice(2);
const cache = new Cache(cacheLayout(folder), Date.now);

async function make(i: number): Promise<void> {
  const bytes = Buffer.alloc(300_000, `${round}/${i} `);
  const name = createHash('md5').update(bytes).digest('hex');
  const path = cache.layout.result(name, 'wav');
  await writeWhole(path, part => {
    writeFileSync(part, bytes);
    cache.announce(path, { source_files: [], stack: [{ i }], versions: {}, seed: null }, 1);
  });
}

await make(0);
const killer = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${delay}); process.kill(process.pid, 'SIGKILL');`;
new Worker(killer, { eval: true });
for (let i = 1; ; i++) await make(i);
