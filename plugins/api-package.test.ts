import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

// As a new author does it: the package is made, packed and installed in an empty project, and the guide is followed.

const root = resolve(import.meta.dirname, '..');
const guide = readFileSync(join(root, 'docs/guide/plugins.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'crosspatch-author-'));
const project = join(folder, 'project');

const run = (command: string, args: readonly string[], cwd = project) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });

/** What stands between two texts of the guide. */
function between(start: string, end: string): string {
  const [, rest = ''] = guide.split(start);
  const text = rest.split(end)[0] ?? '';
  expect(text).not.toBe('');
  return text;
}

beforeAll(() => {
  run(process.execPath, [join(root, 'scripts/plugin-api.mjs'), join(folder, 'api')], root);
  const packed = run('npm', ['pack', '--silent'], join(folder, 'api')).trim();
  run('mkdir', ['project'], folder);
  writeFileSync(join(project, 'package.json'), between("cat > package.json <<'JSON'\n", '\nJSON\n'));
  writeFileSync(join(project, 'backend.js'), between("cat > backend.js <<'JS'\n", '\nJS\n'));
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '-D', join(folder, 'api', packed)]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the guide's test runs, and can fail", () => {
  const test = between('// test.mjs: node test.mjs\n', '```');
  writeFileSync(join(project, 'test.mjs'), test);
  run(process.execPath, ['test.mjs']);
  writeFileSync(join(project, 'test.mjs'), test.replace("'C4'", "'D4'"));
  expect(() => run(process.execPath, ['test.mjs'])).toThrow('C4');
});

it('the types say what a plugin gets and gives, and refuse what it does not', () => {
  const typed = `import type { Source, SourceArgs } from 'crosspatch/plugin';
    import { FakeDirectory } from 'crosspatch/plugin/testing';
    class Notes {
      load({ makeEntry, signal }: SourceArgs): Source {
        signal.addEventListener('abort', () => undefined);
        const entry = makeEntry({ name: 'C4' }, { address: 'note:60' });
        // @ts-expect-error: fields are JSON.
        makeEntry({ name: () => 'C4' });
        return { search: () => [entry], firstMatch: key => (key === entry.relations.address ? entry : null) };
      }
    }
    const notes = await new FakeDirectory().source(new Notes());
    export const found: string | null = (await notes.firstMatch('note:60'))?.relations.address ?? null;
    // @ts-expect-error: it has no such method.
    export const nothing = notes.lastMatch;`;
  writeFileSync(join(project, 'typed.ts'), typed);
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
  ];
  expect(run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'typed.ts'])).toBe(
    '',
  );
}, 60_000);
