// House rules that no other tool checks: names and lengths of files, one kind of export, nothing of one machine.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './setup/root.mjs';

const LONGEST = 400;
const P90 = 250;
const MEDIAN = 120;
/** Somebody's folder, or the address of a package registry. Split, so that this file does not find itself. */
const MACHINE = new RegExp(`/(${['Users', 'root'].join('|')})/\\w|https?://registry` + '\\.');

const files = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .stdout.split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)));
const code = files.filter(
  path => /^(src|scripts|e2e|plugins)\/.*\.(ts|tsx|mjs|css)$/.test(path) && !path.endsWith('.d.ts'),
);
const text = new Map(files.map(path => [path, readFileSync(join(root, path), 'utf8')]));
const lengths = code.map(path => [path, text.get(path).trimEnd().split('\n').length]);
const ordered = lengths.map(([, length]) => length).sort((a, b) => a - b);
const at = share => ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0;

const faults = [
  ...(code.length === 0 ? ['No source was found: the check is blind.'] : []),
  ...code.filter(path => !isKebab(path)).map(path => `${path}: a file is named in-kebab-case`),
  ...lengths
    .filter(([, length]) => length > LONGEST)
    .map(([path, length]) => `${path}: ${length} lines; what are the two things in it?`),
  ...(at(0.5) > MEDIAN ? [`The median file has ${at(0.5)} lines; ${MEDIAN} are allowed.`] : []),
  ...(at(0.9) > P90 ? [`One file in ten has more than ${at(0.9)} lines; ${P90} are allowed.`] : []),
  ...files.flatMap(path => machineWords(path)),
  ...code
    .filter(path => path.startsWith('src/') && /^export default /m.test(text.get(path)))
    .map(path => `${path}: named exports only`),
];
for (const fault of faults) console.error(fault);
console.log(`house rules: ${code.length} files, median ${at(0.5)} lines, p90 ${at(0.9)}, longest ${at(1)}`);
process.exit(faults.length === 0 ? 0 : 1);

function isKebab(path) {
  // Sound modules are found by their file names, as VTServer does: vt_module_<name>.
  return /^(vt_module_)?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(basename(path));
}

function machineWords(path) {
  return text
    .get(path)
    .split('\n')
    .flatMap((line, index) => {
      const word = MACHINE.exec(line)?.[0];
      return word === undefined ? [] : [`${path}:${index + 1}: "${word}" belongs to one machine`];
    });
}
