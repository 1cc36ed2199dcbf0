import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const NAMES = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };

/**
 * Path of an Electron binary that is on this machine already; undefined when there is none. Never by
 * `require('electron')`: under plain Node that starts a download and throws.
 */
export function electronBinary(env = process.env) {
  const given = env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = NAMES[process.platform] ?? 'electron';
  if (given) return existing(join(given, name));
  const folder = electronFolder();
  if (folder === undefined || !existsSync(join(folder, 'path.txt'))) return undefined;
  return existing(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()));
}

/** One attempt to fetch the binary, at most `timeout` ms. Says nothing: look with `electronBinary` what came of it. */
export async function fetchElectron(timeout = 120_000) {
  const folder = electronFolder();
  if (folder === undefined) return;
  console.log("Fetching Electron's binary (one attempt, at most two minutes) ...");
  await run(process.execPath, [join(folder, 'install.js')], { timeout });
}

function electronFolder() {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

function existing(path) {
  return existsSync(path) ? path : undefined;
}
