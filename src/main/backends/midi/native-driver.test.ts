import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { midiBackend } from './index.ts';

const bare = process.platform === 'linux' && !existsSync('/dev/snd/seq');

describe('the native driver', () => {
  it.skipIf(!bare)(
    'on a machine without MIDI says so and harms nobody (skipped where there is MIDI)',
    async () => {
      const host = await FakeHost.start(midiBackend, { options: { read: 'x' } });
      await expect.poll(() => host.statuses.at(-1)?.state).toBe('unavailable');
      expect(host.statuses.at(-1)?.detail).toContain('Failed to initialise RtMidi');
      host.add('ch0.cc1');
      host.send(['ch0.cc1', 1]);
      await host.instance.unload();
    },
  );
});
