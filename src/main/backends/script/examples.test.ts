import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterAll(() => bench.close());

const start = (file: string, channels: string[]) =>
  bench.start({
    files: { [file]: readFileSync(join(import.meta.dirname, '../../../../examples/handlers', file), 'utf8') },
    options: { module: file },
    channels,
  });

it('fade.ts goes the way in steps', async () => {
  const script = await start('fade.ts', ['fade.fader', 'smooth']);
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
  const script = await start('tcp-echo.ts', ['level']);
  const client = connect(8992, '127.0.0.1');
  client.write('50\nnonsense\n25');
  client.end('\n');
  await expect.poll(() => script.host.emitted.map(event => event.value)).toEqual([0.5, 0.25]);
  client.destroy();
});

/** Examples of the guide that stand for themselves; those with sockets want somebody to talk to. */
const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guide/handlers.md'), 'utf8');
const blocks = [...guide.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(match => match[1] ?? '');

it.each(blocks.filter(text => !text.includes('connect(')))(
  'the guide has an example that loads: %#',
  async text => {
    const script = await bench.start({
      files: { 'handlers.ts': text },
      options: { module: 'handlers' },
      channels: ['handlers.fader', 'out1'],
    });
    expect(script.instance.diagnostics).toEqual([]);
    await script.send(['handlers.fader', 0.25]);
    expect(script.codes.filter(code => code !== 'sandbox.no-handler')).toEqual([]);
    if (text.includes('out1')) expect(script.taken()).toEqual(['out1=0.75']);
  },
);
