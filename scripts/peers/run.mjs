// npm run test:peers [FILE...]: talk to programs that we did not write, in a private network. Needs root on Linux and
// Debian packages, which it installs. The last line is "N passed, N failed, N skipped".
import { prepareReport, readReport, vitestCounts } from '../test/counts.mjs';
import { installIfStale } from '../setup/install.mjs';
import { root } from '../setup/root.mjs';
import { run } from '../setup/run.mjs';
import { installLibraries } from './libraries.mjs';
import { installPeers } from './packages.mjs';

const report = `${root}/node_modules/.cache/crosspatch-tests/peers.json`;
const reason = await unfit();
if (reason !== undefined) {
  console.log(`skipped: peer tests (skipped: ${reason})`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

await installIfStale();
await installPeers();
await installLibraries();
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.peers.config.ts'];
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${prepareReport(report)}`];
const { code } = await run(
  `${root}/scripts/peers/netns.sh`,
  [process.execPath, ...vitest, ...reporters, ...process.argv.slice(2)],
  { timeout: 15 * 60_000, echo: true },
);
const counts = vitestCounts(readReport(report));
if (code !== 0 && counts.failed === 0) counts.failed = 1;
for (const line of counts.skipped) console.log(`skipped: ${line}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

/** Why the peers cannot run here; undefined when they can. */
async function unfit() {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  const { code } = await run('unshare', ['-n', 'true']);
  return code === 0 ? undefined : 'the system does not allow a network of its own';
}
