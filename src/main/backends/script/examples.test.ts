import { connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { startExample, testGuideExamples } from '../../sandbox/testing/examples.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterAll(() => bench.close());

it('fade.ts goes the way in steps', async () => {
  const script = await startExample(bench, 'fade.ts', ['fade.fader', 'smooth']);
  await script.send(['fade.fader', 0.045]);
  await script.advance(200);
  expect(script.taken()).toEqual([
    'smooth=0.01',
    'smooth=0.02',
    'smooth=0.03',
    'smooth=0.04',
    'smooth=0.045',
  ]);
  expect(script.codes).toEqual([]);
});

it('tcp-echo.ts reads numbers', async () => {
  const script = await startExample(bench, 'tcp-echo.ts', ['level']);
  const client = connect(8992, '127.0.0.1');
  client.write('50\nnonsense\n25');
  client.end('\n');
  await expect.poll(() => script.host.emitted.map(event => event.value)).toEqual([0.5, 0.25]);
  client.destroy();
});

testGuideExamples(bench, 'ts');
