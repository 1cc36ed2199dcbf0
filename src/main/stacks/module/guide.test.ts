import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveWav, tone } from '../testing/sounds.ts';
import { TestStacks } from '../testing/test-stacks.ts';

const guide = new URL('../../../../docs/guide/make-a-module.md', import.meta.url);
const text = readFileSync(guide, 'utf8');
const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({
  language,
  code: code!,
}));

let t: TestStacks;
beforeAll(() => {
  t = new TestStacks();
  saveWav(t.path('Beer.wav'), tone(1000, 1));
});
afterAll(() => t.close());

describe('the guide "How to make a module"', () => {
  it('has an example that works as it stands', async () => {
    const module = blocks.find(block => block.code.startsWith('// vt_module_tremolo.ts'))!;
    writeFileSync(join(t.modules, 'vt_module_tremolo.ts'), module.code);
    const query = JSON.parse(blocks.find(block => block.language === 'json')!.code) as Record<
      string,
      unknown
    >;
    const { channels } = await t.sound(query);
    const peakNear = (second: number) => {
      const at = Math.round(second * 44_100);
      return Math.max(...channels[0]!.subarray(at - 50, at + 50).map(Math.abs));
    };
    expect(peakNear(1 / 16)).toBeLessThan(0.01);
    expect(peakNear(1 / 8)).toBeCloseTo(0.4, 2);
    const refused = await t.ask({ file: 'Beer.wav', stack: [{ module: 'tremolo', depth: 2 }] });
    expect(refused.details).toMatch(/\[tremolo\] 'depth' is 2; the most is 1/);
  });
});
