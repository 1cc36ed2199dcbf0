// Package the built program over a stand-in for Electron's files, and read back what would ship: the layout, the fuses
// and what lies outside the archive. Needs no network and no Electron binary.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asar from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { makeStandIn } from './package/stand-in.mjs';
import { buildIfStale } from './setup/build.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

const FUSES_ON = ['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar'];
const FUSES_OFF = [
  'RunAsNode',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
];
const INSIDE = [
  'package.json',
  'out/main/main.js',
  'out/main/headless.js',
  'out/main/workers/engine.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const UNWANTED = [
  /\.map$/,
  /\.test\.[jt]s$/,
  /^src\//,
  /^e2e\//,
  /node_modules\/(electron|react|monaco-editor|vitest)\//,
];

await buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'crosspatch-package-'));
try {
  const standIn = join(folder, 'electron');
  await makeStandIn(standIn);
  const output = join(folder, 'dist');
  const { code, text } = await run(process.execPath, [
    join(root, 'node_modules/electron-builder/cli.js'),
    ...['--dir', '--linux', '--x64', `-c.electronDist=${standIn}`, `-c.directories.output=${output}`],
  ]);
  const faults = code === 0 ? await faultsOf(join(output, 'linux-unpacked')) : [text.trim()];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function faultsOf(packed) {
  const archive = join(packed, 'resources', 'app.asar');
  const entries = asar.listPackage(archive, { isPack: true }).map(line => {
    const [, kind, path] = /^(\w+)\s*:\s*[\\/](.*)$/.exec(line);
    return { unpacked: kind === 'unpack', path: path.replaceAll('\\', '/') };
  });
  const paths = new Set(entries.map(({ path }) => path));
  const fuses = await getCurrentFuseWire(join(packed, 'crosspatch'));
  const isOn = name => fuses[FuseV1Options[name]] === '1'.charCodeAt(0);
  console.log(
    `package: ${entries.length} files, ${entries.filter(({ unpacked }) => unpacked).length} outside the archive`,
  );
  return [
    ...INSIDE.filter(path => !paths.has(path)).map(path => `missing: ${path}`),
    ...entries
      .filter(({ path }) => UNWANTED.some(pattern => pattern.test(path)))
      .slice(0, 10)
      .map(({ path }) => `should not ship: ${path}`),
    ...entries
      .filter(({ path, unpacked }) => /\.(node|wasm)$/.test(path) && !unpacked)
      .map(({ path }) => `cannot be loaded from inside the archive: ${path}`),
    ...FUSES_ON.filter(name => !isOn(name)).map(name => `the fuse ${name} must be on`),
    ...FUSES_OFF.filter(isOn).map(name => `the fuse ${name} must be off`),
    ...(existsSync(join(packed, 'resources')) && readdirSync(packed).includes('crosspatch')
      ? []
      : ['no program']),
  ];
}
