import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
afterAll(() => bench.close());

const start = (file: string, channels: string[]) =>
  bench.start({
    files: { [file]: readFileSync(join(import.meta.dirname, '../../../../examples/handlers', file), 'utf8') },
    options: { module: file },
    channels,
  });

it('tally.py tells who listens', async () => {
  const script = await start('tally.py', ['tally.scene', 'lamp']);
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
