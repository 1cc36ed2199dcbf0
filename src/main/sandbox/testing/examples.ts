import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ScriptBench, ScriptUnderTest } from './script-bench.ts';

const root = join(import.meta.dirname, '../../../..');

/** Start a script of `examples/handlers`. */
export function startExample(
  bench: ScriptBench,
  file: string,
  channels: readonly string[],
): Promise<ScriptUnderTest> {
  return bench.start({
    files: { [file]: readFileSync(join(root, 'examples/handlers', file), 'utf8') },
    options: { [bench.language.moduleOption]: file },
    channels,
  });
}

/** Tests that the examples of the guide load and do what they say; those with sockets want somebody to talk to. */
export function testGuideExamples(bench: ScriptBench, fence: string): void {
  const { extensions, moduleOption, qualified } = bench.language;
  const guide = readFileSync(join(root, 'docs/guide/handlers.md'), 'utf8');
  const blocks = [...guide.matchAll(new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\``, 'gm'))];
  const alone = blocks.map(match => match[1] ?? '').filter(text => !text.includes('connect('));
  const fader = qualified ? 'handlers.fader' : 'fader';

  it('finds examples in the guide', () => expect(alone.length).toBeGreaterThan(0));
  it.each(alone)('the guide has an example that loads: %#', async text => {
    const script = await bench.start({
      files: { [`handlers${extensions[0] ?? ''}`]: text },
      options: { [moduleOption]: 'handlers' },
      channels: [fader, 'out1'],
    });
    expect(script.instance.diagnostics).toEqual([]);
    await script.send([fader, 0.25]);
    expect(script.codes.filter(code => code !== 'sandbox.no-handler')).toEqual([]);
    if (text.includes('out1')) expect(script.taken()).toEqual(['out1=0.75']);
  });
}
