import { afterAll, expect, it } from 'vitest';
import { startExample, testGuideExamples } from '../../sandbox/testing/examples.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { luaLanguage } from './language.ts';

const bench = new ScriptBench(luaLanguage);
afterAll(() => bench.close());

it('toggle.lua toggles, and blinks while it is held', async () => {
  const script = await startExample(bench, 'toggle.lua', ['button', 'lamp']);
  await script.send(['button', 1]);
  expect(script.taken()).toEqual(['lamp=1']);
  await script.advance(800);
  expect(script.taken()).toEqual(['lamp=1', 'lamp=0', 'lamp=1', 'lamp=0']);
  await script.send(['button', 0]);
  await script.advance(200);
  expect(script.taken().at(-1)).toBe('lamp=1');
  expect(script.codes).toEqual([]);
});

testGuideExamples(bench, 'lua');
