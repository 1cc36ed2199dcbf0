import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openApp, type TestApp } from './testing/open-app.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const FILES = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter(name =>
  /\.(crosspatch|cfg)$/.test(name),
);

describe('the examples', () => {
  let opened: TestApp | undefined;
  afterEach(() => opened?.close());

  it.each(FILES)('%s opens without a problem', async name => {
    opened = await openApp({ file: join(EXAMPLES, name), dryRun: true });
    expect(opened.app.problems()).toEqual([]);
    const { document } = await opened.window().client.call('patch.get', {});
    expect(document.mappings.length).toBeGreaterThan(0);
  });

  it('a sheet of midi.guide names the controls of the synth, their titles the faders', async () => {
    opened = await openApp({ file: join(EXAMPLES, 'names-synth.crosspatch') });
    const { client } = opened.window();
    await vi.waitFor(async () => {
      const { names } = await client.call('directory.names', {});
      expect(names.map(({ instance, channel, name, source }) => [instance, channel, name, source])).toEqual(
        expect.arrayContaining([
          ['minilogue', 'ch0.cc43', 'Filter cutoff', 'KORG minilogue'],
          ['minilogue', 'ch0.cc30', 'Delay time', 'KORG minilogue'],
          ['panel1', 'fader1', 'Cutoff', 'panel1'],
        ]),
      );
    });
    const title = {
      op: 'option.set',
      instance: 'panel1',
      option: 'fader1.title',
      value: 'Brightness',
    } as const;
    await client.call('patch.edit', { label: 'Title', operations: [title] });
    await vi.waitFor(async () => {
      const { names } = await client.call('directory.names', {});
      expect(names.find(one => one.instance === 'panel1')?.name).toBe('Brightness');
    });
  });

  it('a device that is not there is a problem of its own, not of the patch', async () => {
    opened = await openApp({ file: join(EXAMPLES, 'names-synth.crosspatch') });
    const { app } = opened;
    await vi.waitFor(() => expect(app.problems().map(one => one.code)).toEqual(['backend.not-ready']), {
      timeout: 5000,
    });
    expect(app.problems()[0]?.place).toEqual({ kind: 'instance', instance: 'minilogue' });
  });
});
