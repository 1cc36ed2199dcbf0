import type { Entry, QueryArgs, SourceConfig, SourcePlugin } from '../../../shared/plugin/source.ts';
import { memoryLog } from '../../../shared/plugin/testing/fake-host.ts';
import { entryMaker, withDefaults } from '../../directory/make-entry.ts';
import { SystemClock } from '../../threads/system-clock.ts';

/** One source outside the directory: real clock, real files, statuses noted. */
export async function sourceBench(plugin: SourcePlugin, given: SourceConfig, patchFolder?: string) {
  const statuses: { state: string; message: string }[] = [];
  let changes = 0;
  const abort = new AbortController();
  const config = withDefaults(given, plugin.manifest.defaults);
  const source = await plugin.load({
    config,
    log: memoryLog().log,
    clock: new SystemClock(),
    dataFolder: '',
    patchFolder,
    signal: abort.signal,
    makeEntry: entryMaker(config, plugin.manifest),
    setStatus: (state, message = '') => void statuses.push({ state, message }),
    changed: () => void changes++,
  });
  const query: QueryArgs = { user: 'local', profile: 'default', signal: new AbortController().signal };
  return {
    source,
    statuses,
    changes: () => changes,
    search: async (term: string): Promise<readonly Entry[]> => source.search(term, query),
    firstMatch: async (key: string): Promise<Entry | null> => source.firstMatch(key, query),
    list: async (ids: readonly string[]): Promise<readonly Entry[]> =>
      (await source.list?.(ids, query)) ?? [],
    all: async (): Promise<readonly Entry[]> => (await source.all?.(query)) ?? [],
    unload: async () => {
      abort.abort();
      await source.unload?.();
    },
  };
}
