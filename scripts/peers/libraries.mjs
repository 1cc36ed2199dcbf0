import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';
import { run } from '../setup/run.mjs';

/** npm packages that are peers only: too old or too large to be dependencies, but written by others. */
const LIBRARIES = { rtpmidi: '1.0.0', oscquery: '1.1.1' };

/** Where they are installed, beside the tests' other caches. */
export const libraries = join(root, 'node_modules/.cache/crosspatch-tests/peers');

/** Install what is missing; must be done before the network is closed. What cannot be had, its tests skip. */
export async function installLibraries() {
  const missing = Object.keys(LIBRARIES).filter(name => !existsSync(join(libraries, 'node_modules', name)));
  if (missing.length === 0) return;
  mkdirSync(libraries, { recursive: true });
  const names = missing.map(name => `${name}@${LIBRARIES[name]}`);
  const flags = ['--prefix', libraries, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, text } = await run('npm', ['install', ...flags, ...names]);
  if (code !== 0) console.log(text.trimEnd());
}
