// npm run plugin-api [FOLDER]: the package `crosspatch` for authors of plugins, without the program: types, and the fake
// host for their tests. docs/guide/plugins.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './setup/root.mjs';

const folder = resolve(process.argv[2] ?? join(root, 'out/plugin-api'));
const { name, version, description, license, author } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

rmSync(folder, { recursive: true, force: true });
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const config = join(root, 'tsconfig.plugin-api.json');
execFileSync(process.execPath, [tsc, '-p', config, '--outDir', folder], { stdio: 'inherit' });

const entry = path => ({ types: `${path}.d.ts`, default: `${path}.js` });
const manifest = {
  name,
  version,
  description,
  license,
  author,
  type: 'module',
  exports: {
    './plugin': entry('./plugin/index'),
    './plugin/testing': entry('./plugin/testing/index'),
    './package.json': './package.json',
  },
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${folder} is ready: npm install --save-dev ${folder}`);
