import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { luaLanguage } from './language.ts';

const bench = new ScriptBench(luaLanguage);
afterAll(() => bench.close());

const start = (file: string, channels: string[]) =>
  bench.start({
    files: { [file]: readFileSync(join(import.meta.dirname, '../../../../examples/handlers', file), 'utf8') },
    options: { script: file },
    channels,
  });

it('toggle.lua toggles, and blinks while it is held', async () => {
  const script = await start('toggle.lua', ['button', 'lamp']);
  await script.send(['button', 1]);
  expect(script.taken()).toEqual(['lamp=1']);
  await script.advance(800);
  expect(script.taken()).toEqual(['lamp=1', 'lamp=0', 'lamp=1', 'lamp=0']);
  await script.send(['button', 0]);
  await script.advance(200);
  expect(script.taken().at(-1)).toBe('lamp=1');
  expect(script.codes).toEqual([]);
});

/** Examples of the guide that stand for themselves; those with sockets want somebody to talk to. */
const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guide/handlers.md'), 'utf8');
const blocks = [...guide.matchAll(/^```lua\n([\s\S]*?)^```/gm)].map(match => match[1] ?? '');

it.each(blocks.filter(text => !text.includes('connect(')))(
  'the guide has an example that loads: %#',
  async text => {
    const script = await bench.start({
      files: { 'handlers.lua': text },
      options: { script: 'handlers' },
      channels: ['fader', 'out1'],
    });
    expect(script.instance.diagnostics).toEqual([]);
    await script.send(['fader', 0.25]);
    expect(script.codes.filter(code => code !== 'sandbox.no-handler')).toEqual([]);
    if (text.includes('out1')) expect(script.taken()).toEqual(['out1=0.75']);
  },
);
