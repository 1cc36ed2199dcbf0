import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

/** Install the packages of the lock file, unless they are there already. Ends the program when that fails. */
export async function installIfStale() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json (once; a minute or two) ...');
  const { code, text } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code === 0) return;
  console.error(text.trim());
  console.error('The packages could not be installed.');
  process.exit(1);
}

/** Compare what is wanted with what npm noted that it installed. */
function isInstalled() {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const there = installed[path];
    // Packages for other platforms are in the lock file, but never installed here.
    return path === '' || (there ? there.version === version : optional === true);
  });
}
