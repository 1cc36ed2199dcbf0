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

/** Examples of the guide that stand for themselves; those with sockets want somebody to talk to. */
const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guide/handlers.md'), 'utf8');
const blocks = [...guide.matchAll(/^```python\n([\s\S]*?)^```/gm)].map(match => match[1] ?? '');

it.each(blocks.filter(text => !text.includes('connect(')))(
  'the guide has an example that loads: %#',
  async text => {
    const script = await bench.start({
      files: { 'handlers.py': text },
      options: { module: 'handlers' },
      channels: ['handlers.fader', 'out1'],
    });
    expect(script.instance.diagnostics).toEqual([]);
    await script.send(['handlers.fader', 0.25]);
    expect(script.codes.filter(code => code !== 'sandbox.no-handler')).toEqual([]);
    if (text.includes('out1')) expect(script.taken()).toEqual(['out1=0.75']);
  },
);
