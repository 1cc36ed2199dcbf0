import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const IMPORT = `import { output } from 'crosspatch';\n`;
const HANDLER = `${IMPORT}import { half } from './lib/half';\nexport const f = (v: number) => output('o', half(v));\n`;
const HALF = 'export const half = (v: number) => v / 2;\n';
const start = () =>
  bench.start({
    files: { 'h.ts': HANDLER, 'lib/half.ts': HALF },
    options: { module: 'h' },
    channels: ['h.f', 'o'],
  });

describe('several modules at once', () => {
  it('change together and load once', async () => {
    const script = await start();
    const files = [
      {
        path: 'h.ts',
        before: HANDLER,
        text: HANDLER.replaceAll('half(v)', 'third(v)').replace('{ half }', '{ third }'),
      },
      { path: 'lib/half.ts', before: HALF, text: HALF.replace('half', 'third') },
    ];
    expect(await script.request('writeAll', { files })).toEqual({ ok: true, diagnostics: [] });
    await script.send(['h.f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
  });
  it('change not at all when one is another by now', async () => {
    const script = await start();
    const files = [
      { path: 'h.ts', before: HANDLER, text: '' },
      { path: 'lib/half.ts', before: 'other', text: '' },
    ];
    await expect(script.request('writeAll', { files })).rejects.toMatchObject({
      code: 'sandbox.changed-on-disk',
    });
    expect(await readFile(join(script.folder, 'h.ts'), 'utf8')).toBe(HANDLER);
  });
});

describe('a patch that is saved elsewhere', () => {
  const folders: string[] = [];
  const another = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crosspatch-moved-'));
    folders.push(folder);
    return folder;
  };
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  it('takes its modules along, with what they import, and runs on', async () => {
    const script = await start();
    const folder = await another();
    script.instance.moved(folder);
    await script.idle();
    expect(await readFile(join(folder, 'h.ts'), 'utf8')).toBe(HANDLER);
    expect(await readFile(join(folder, 'lib/half.ts'), 'utf8')).toBe(HALF);
    await script.send(['h.f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
    const text = HANDLER.replace('half(v)', 'v');
    expect(await script.request('write', { path: 'h.ts', text })).toMatchObject({ ok: true });
    expect(await readFile(join(folder, 'h.ts'), 'utf8')).toBe(text);
    expect(await readFile(join(script.folder, 'h.ts'), 'utf8')).toBe(HANDLER);
  });
  it('overwrites nothing there: what is there is loaded', async () => {
    const script = await start();
    const folder = await another();
    const theirs = `${IMPORT}export const f = () => output('o', 0.125);\n`;
    await writeFile(join(folder, 'h.ts'), theirs);
    script.instance.moved(folder);
    await script.idle();
    expect(await readFile(join(folder, 'h.ts'), 'utf8')).toBe(theirs);
    await script.send(['h.f', 1]);
    expect(script.taken()).toEqual(['o=0.125']);
  });
});
