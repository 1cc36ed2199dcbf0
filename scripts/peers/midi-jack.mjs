// Build the MIDI library against JACK, so that MIDI can be tested without a sound card or a sequencer in the kernel.
// Prints the file to import; builds once, beside the tests' other caches. Needs a compiler and libjack's headers.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/root.mjs';
import { run } from '../setup/run.mjs';

const target = join(root, 'node_modules/.cache/crosspatch-tests/midi-jack/node_modules');
const library = join(target, '@julusian/midi');
const entry = join(library, 'dist/lazy.js');
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@julusian/midi/package.json'), 'utf8'));
const stamp = join(library, 'build/Release', `jack-${version}-${process.version}`);

if (!existsSync(stamp)) await build();
console.log(entry);

async function build() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of ['@julusian/midi', 'node-addon-api', 'pkg-prebuilds', 'tslib']) {
    cpSync(join(root, 'node_modules', name), join(target, name), { recursive: true });
  }
  // A prebuilt binary would be taken before ours on a machine where both fit.
  rmSync(join(library, 'prebuilds'), { recursive: true });
  const recipe = join(library, 'binding.gyp');
  const text = readFileSync(recipe, 'utf8');
  writeFileSync(recipe, text.replace('__LINUX_ALSA__', '__UNIX_JACK__').replace('-lasound', '-ljack'));
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const { code, text: log } = await run(process.execPath, [
    nodeGyp(prefix),
    'rebuild',
    '--directory',
    library,
    ...headers,
  ]);
  if (code !== 0) {
    console.error(log);
    process.exit(1);
  }
  writeFileSync(stamp, '');
}

/** npm brings node-gyp along. */
function nodeGyp(prefix) {
  const npm = process.env.npm_execpath ? join(dirname(process.env.npm_execpath), '..') : '';
  const places = [npm, join(prefix, 'lib/node_modules/npm'), '/usr/share/nodejs/npm'];
  const tools = places.map(place => join(place, 'node_modules/node-gyp/bin/node-gyp.js'));
  const found = tools.find(path => existsSync(path));
  if (!found) throw new Error('node-gyp was not found beside npm');
  return found;
}
