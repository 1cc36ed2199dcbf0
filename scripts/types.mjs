// Strict types of every part: each tsconfig.*.json says what its part may know of (Node, DOM, or neither).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const wanted = process.argv.slice(2);
const parts = ['shared', 'main', 'preload', 'renderer', 'tools'].filter(
  part => wanted.length === 0 || wanted.includes(part),
);
let failed = 0;
for (const part of parts) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', `tsconfig.${part}.json`], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
