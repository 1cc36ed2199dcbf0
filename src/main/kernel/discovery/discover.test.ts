import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { discover } from './discover.ts';

const base = mkdtempSync(join(tmpdir(), 'crosspatch-discover-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let roots = 0;
/** A root with packages: folder name -> package.json (object or text) and further files. */
function root(packages: Record<string, { json: unknown; files?: readonly string[] }>): string {
  const folder = join(base, `root${roots++}`);
  mkdirSync(folder);
  for (const [name, { json, files = ['main.js'] }] of Object.entries(packages)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), typeof json === 'string' ? json : JSON.stringify(json));
    for (const file of files) {
      mkdirSync(dirname(join(folder, name, file)), { recursive: true });
      writeFileSync(join(folder, name, file), 'globalThis.crosspatchDiscoveryRan = true; export {};');
    }
  }
  return folder;
}

const plugin = (name: string, section: object, version = '1.0.0') => ({
  json: { name, version, crosspatch: { apiVersion: '^1.0.0', ...section } },
});

describe('discover', () => {
  it('finds plugins of all kinds, scoped packages too, and runs nothing', async () => {
    const folder = root({
      a: plugin('a', {
        backends: { csv: './main.js' },
        services: { look: { main: 'main.js', title: 'Look' } },
      }),
      '@scope/b': plugin('@scope/b', {
        views: { page: { main: 'main.js', requires: ['look'] } },
        backends: { x: 'main.js' },
      }),
      plain: { json: { name: 'plain', version: '1.0.0' } },
    });
    const { contributions, rejected } = await discover([folder, join(base, 'absent')]);
    expect(rejected).toEqual([]);
    expect(contributions.map(c => `${c.package} ${c.kind} ${c.name} ${c.title}`).sort()).toEqual([
      '@scope/b source x x',
      '@scope/b view page page',
      'a service look Look',
      'a source csv csv',
    ]);
    expect(contributions.find(c => c.kind === 'view')?.requires).toEqual(['look']);
    expect('crosspatchDiscoveryRan' in globalThis).toBe(false);
  });

  it("lets a user's copy win", async () => {
    const app = root({ a: plugin('a', { backends: { csv: 'main.js' } }) });
    const user = root({ mine: plugin('a', { backends: { csv: 'main.js' } }, '2.0.0') });
    const { contributions } = await discover([app, user]);
    expect(contributions.map(c => c.version)).toEqual(['2.0.0']);
  });

  it('keeps the first of two packages that offer the same plugin', async () => {
    const folder = root({
      a: plugin('a', { backends: { csv: 'main.js' } }),
      b: plugin('b', { backends: { csv: 'main.js' } }),
    });
    const { contributions, rejected } = await discover([folder]);
    expect(contributions.map(c => c.package)).toEqual(['a']);
    expect(rejected[0]?.reason).toContain('offered by a already');
  });

  it.each([
    ['no JSON', '{"crosspatch": ', 'no JSON'],
    ['a wrong section', { name: 'x', crosspatch: { apiVersion: '^1.0.0', widgets: {} } }, 'section is wrong'],
    ['no API version', { name: 'x', crosspatch: { backends: { a: 'main.js' } } }, 'section is wrong'],
    ['another API version', plugin('x', { apiVersion: '^2.0.0' }).json, 'made for plugin API ^2.0.0'],
    ['a missing file', plugin('x', { backends: { a: 'gone.js' } }).json, 'missing or outside'],
    ['a file outside', plugin('x', { backends: { a: '../../../etc/passwd' } }).json, 'missing or outside'],
    ['a bad name', plugin('x', { backends: { 'A b': 'main.js' } }).json, 'section is wrong'],
    [
      'a prototype as a name',
      '{"name":"x","crosspatch":{"apiVersion":"^1.0.0","backends":{"__proto__":"main.js"}}}',
      '',
    ],
  ])('passes over a package with %s, and all others load', async (_what, json, reason) => {
    const folder = root({ bad: { json }, good: plugin('good', { backends: { ok: 'main.js' } }) });
    const { contributions, rejected } = await discover([folder]);
    expect(contributions.map(c => c.name)).toEqual(['ok']);
    if (reason !== '') expect(rejected.map(r => r.reason).join()).toContain(reason);
  });

  it('follows links before it decides what is inside', async () => {
    const folder = root({
      bad: plugin('bad', { backends: { a: 'link.js' } }),
      good: plugin('good', { backends: { ok: 'main.js' } }),
    });
    symlinkSync(join(folder, 'good', 'main.js'), join(folder, 'bad', 'link.js'));
    const { contributions } = await discover([folder]);
    expect(contributions.map(c => c.name)).toEqual(['ok']);
  });
});
