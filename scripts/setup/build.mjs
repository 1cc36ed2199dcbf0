import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const stamp = join(root, 'out', '.built');
const SOURCES = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];

/** Build when a source is newer than the last build. Ends the program when the build fails. */
export async function buildIfStale() {
  if (existsSync(stamp) && newest(SOURCES) < statSync(stamp).mtimeMs) return;
  console.log('Building (once after each change of the sources) ...');
  const { code, text } = await build();
  if (code === 0) return;
  console.error(text.trim());
  console.error('The build failed.');
  process.exit(1);
}

/** Build in any case. */
export async function build() {
  const started = new Date();
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await run(process.execPath, [cli, 'build'], { env: { NODE_ENV: 'production' } });
  // The time of the start: what was changed while the build ran makes it stale.
  if (result.code === 0) {
    writeFileSync(stamp, '');
    utimesSync(stamp, started, started);
  }
  return result;
}

function newest(paths) {
  return Math.max(0, ...paths.map(path => newestBelow(join(root, path))));
}

function newestBelow(path) {
  const { mtimeMs } = statSync(path);
  const entries = statSync(path).isDirectory() ? readdirSync(path) : [];
  return Math.max(mtimeMs, ...entries.filter(isSource).map(name => newestBelow(join(path, name))));
}

function isSource(name) {
  return !/\.test\.tsx?$/.test(name);
}
