import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import type { SourceCatalogue } from '../../../shared/plugin/source.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { Searches } from './searches.ts';

it('a window that stays for long holds on to none of the searches that were typed in it', async () => {
  const outcome = { source: 's', ok: true, value: [], ms: 0 } as const;
  const search: SourceCatalogue['search'] = async (_sources, _term, _call, each) => {
    each?.(outcome);
    return [outcome];
  };
  const searches = new Searches({ search }, new VirtualClock());
  const { signal } = new AbortController();
  const order = { client: 'w', profile: '', user: '', limit: 9, wait: 0, timeout: 9, sources: ['s'], signal };
  for (let typed = 0; typed < 50; typed++)
    await searches.begin({ ...order, search: String(typed), term: 'a' }, () => expect.fail());
  await Promise.resolve();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
