import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { writeWhole } from './atomic.ts';
import { Cache } from './cache.ts';
import { cacheLayout } from './layout.ts';

// A process of the crash test: makes files of a cache until it is killed. Each is named after what it holds.

// A test that is killed itself must not leave this loop behind: its end closes our input.
process.stdin.resume().on('end', () => process.exit());

const [folder = '', start = '0'] = process.argv.slice(2);
const cache = new Cache(cacheLayout(folder), Date.now);

for (let i = Number(start); ; i++) {
  const bytes = Buffer.alloc(300_000, `${i} `);
  const name = createHash('md5').update(bytes).digest('hex');
  const path = cache.layout.result(name, 'wav');
  await writeWhole(path, part => {
    writeFileSync(part, bytes);
    cache.announce(path, { source_files: [], stack: [{ i }], versions: {}, seed: null }, 1);
  });
  if (i === Number(start)) process.stdout.write('ready\n');
}
