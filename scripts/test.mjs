// npm test: install what tests need, then every check, unit tests, a build and the end-to-end tests. The last line is
// "N passed, N failed" with ", N skipped" where tests were skipped; those are listed above it with their reasons.
import { runPeers } from './peers/suite.mjs';
import { build } from './setup/build.mjs';
import { installIfStale } from './setup/install.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';
import { ensureChromium, ensureOscTools } from './setup/test-tools.mjs';
import { addCounts, playwrightCounts, prepareReport, readReport, vitestCounts } from './test/counts.mjs';

const MINUTE = 60_000;
const node = process.execPath;
const reports = `${root}/node_modules/.cache/crosspatch-tests`;
let total = { passed: 0, failed: 0, skipped: [] };

await installIfStale();
await ensureOscTools();
const chromium = await ensureChromium();

await check('format', () => run(node, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']));
await check('lint', () => run(node, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']));
await check('types', () => run(node, ['scripts/types.mjs']));
await check('layers', () => run(node, ['scripts/layers.mjs']));
await check('house rules', () => run(node, ['scripts/house-rules.mjs']));
await suite('unit tests', vitestCounts, `${reports}/unit.json`, file =>
  run(
    node,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { timeout: 14 * MINUTE, echo: true },
  ),
);
const built = await check('build', build);
if (built) await check('package', () => run(node, ['scripts/package-check.mjs']));
if (built && chromium !== undefined) {
  await suite('end-to-end tests', playwrightCounts, `${reports}/e2e.json`, file =>
    run(node, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
      timeout: 8 * MINUTE,
      echo: true,
      env: { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    }),
  );
} else if (chromium === undefined) {
  console.log('FAIL  end-to-end tests: no Chromium could be had');
  total.failed++;
}

if (process.env.CI) await peers();
else total.skipped.push('peer tests (skipped: they want root and other programs; npm run test:peers)');

console.log('');
for (const line of total.skipped) console.log(`skipped: ${line}`);
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed === 0 ? 0 : 1);

/** Programs that we did not write, where this machine lets them run. */
async function peers() {
  const started = Date.now();
  const counts = await runPeers();
  total = addCounts(total, counts);
  say(counts.failed === 0, `peer tests: ${counts.passed} passed, ${counts.failed} failed`, started);
}

/** One check counts as one test; what it says is shown when it fails. */
async function check(name, body) {
  const started = Date.now();
  const { code, text } = await body();
  if (code !== 0) console.log(text.trimEnd());
  say(code === 0, name, started);
  total = addCounts(total, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });
  return code === 0;
}

/** Many tests at once, counted from the report that they leave behind. */
async function suite(name, countsOf, file, body) {
  const started = Date.now();
  console.log(`      ${name} ...`);
  const { code } = await body(prepareReport(file));
  const counts = countsOf(readReport(file));
  // A crash or a time-out fails without a failed test.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  say(counts.failed === 0, `${name}: ${counts.passed} passed, ${counts.failed} failed`, started);
  total = addCounts(total, counts);
}

function say(good, text, started) {
  console.log(`${good ? 'ok  ' : 'FAIL'}  ${text} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
