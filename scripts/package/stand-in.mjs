import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asar from '@electron/asar';
import { root } from '../setup/root.mjs';

/** Marks the fuses in Electron's binary: this text, the version, the count, one character per fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = '011011010';
const FILES = [
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'libffmpeg.so',
  'icudtl.dat',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'resources.pak',
  'chrome_100_percent.pak',
  'LICENSE',
  'LICENSES.chromium.html',
];

/** A folder with the shape of Electron's files and a real fuse wire, so that packaging can be tried anywhere. */
export async function makeStandIn(folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from(FUSES)]);
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\nexit 0\n'),
    Buffer.alloc(64),
    wire,
    Buffer.alloc(64),
  ]);
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  for (const name of FILES) writeFileSync(join(folder, name), 'stand-in');
  for (const language of ['en-US', 'de', 'fr'])
    writeFileSync(join(folder, 'locales', `${language}.pak`), 'stand-in');
  writeFileSync(join(folder, 'version'), version);
  const app = join(folder, 'default_app');
  mkdirSync(app);
  writeFileSync(join(app, 'main.js'), '');
  await asar.createPackage(app, join(folder, 'resources', 'default_app.asar'));
  rmSync(app, { recursive: true });
}
