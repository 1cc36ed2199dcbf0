import { prepareReport, readReport, vitestCounts } from '../test/counts.mjs';
import { installIfStale } from '../setup/install.mjs';
import { root } from '../setup/root.mjs';
import { run } from '../setup/run.mjs';
import { installLibraries } from './libraries.mjs';
import { installPeers } from './packages.mjs';

const REPORT = `${root}/node_modules/.cache/crosspatch-tests/peers.json`;

/** Talk to programs that we did not write, in a private network. Returns counts; one skip where it cannot run here. */
export async function runPeers(files = []) {
  const reason = await unfit();
  if (reason !== undefined) return { passed: 0, failed: 0, skipped: [`peer tests (skipped: ${reason})`] };
  await installIfStale();
  await installPeers();
  await installLibraries();
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.peers.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${prepareReport(REPORT)}`];
  const { code } = await run(
    `${root}/scripts/peers/netns.sh`,
    [process.execPath, ...vitest, ...reporters, ...files],
    { timeout: 15 * 60_000, echo: true },
  );
  const counts = vitestCounts(readReport(REPORT));
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Why the peers cannot run here; undefined when they can. */
async function unfit() {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  const { code } = await run('unshare', ['-n', 'true']);
  return code === 0 ? undefined : 'the system does not allow a network of its own';
}
