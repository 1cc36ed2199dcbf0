import { describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { loopbackBackend } from './index.ts';

describe('loopback', () => {
  it('sends on what it gets, in order, and names the cause', async () => {
    const host = await FakeHost.start(loopbackBackend, { options: { anything: 'goes' } });
    host.add('a');
    host.add('b c.d');
    host.send(['a', 0.5], ['b c.d', 1], ['a', 0]);
    expect(host.emitted).toEqual([
      { channel: 'a', value: 0.5, cause: 1 },
      { channel: 'b c.d', value: 1, cause: 2 },
      { channel: 'a', value: 0, cause: 3 },
    ]);
    expect(host.problems.standing).toEqual([]);
    expect(host.statuses.at(-1)?.state).toBe('ok');
  });
});
