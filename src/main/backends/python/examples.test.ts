import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { startExample, testGuideExamples } from '../../sandbox/testing/examples.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
afterAll(() => bench.close());

it('tally.py tells who listens', async () => {
  const script = await startExample(bench, 'tally.py', ['tally.scene', 'lamp']);
  const client = connect(8991, '127.0.0.1');
  await once(client, 'connect');
  const told = once(client, 'data');
  // The server accepts in its own time.
  await expect
    .poll(async () => {
      await script.send(['tally.scene', 1]);
      return client.bytesRead;
    })
    .toBeGreaterThan(0);
  expect(String(((await told) as [Buffer])[0])).toMatch(/^scene 127\n/);
  expect(script.taken()).toContain('lamp=1');
  client.end();
  await once(client, 'close');
  expect(script.codes).toEqual([]);
});

testGuideExamples(bench, 'python');
