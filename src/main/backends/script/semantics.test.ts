import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const start = (text: string, channels: string[], more: Record<string, string> = {}) =>
  bench.start({
    files: { 'my.ts': text },
    options: { module: 'my', ...more },
    channels,
  });

describe('handlers in TypeScript', () => {
  it('call the function of a module and send its outputs with their cause', async () => {
    const script = await start(
      `import { output } from 'midimonster';
       export function in1(value: number): void { output('out1', 1 - value); }`,
      ['my.in1', 'out1'],
    );
    await script.send(['my.in1', 0.25], ['my.in1', 1]);
    expect(script.host.emitted).toEqual([
      { channel: 'out1', value: 0.75, cause: 1 },
      { channel: 'out1', value: 0, cause: 2 },
    ]);
  });
});
