import { createStore } from 'zustand/vanilla';
import type { StackCacheInfo, StackJob, StackModuleInfo } from '../../shared/contract/calls/stacks.ts';
import type { Link } from '../link/link.ts';
import type { Batch } from './batch.ts';

const KEEP_JOBS = 100;

export interface StacksModel {
  readonly modules: readonly StackModuleInfo[];
  /** The newest first. */
  readonly jobs: readonly StackJob[];
  readonly cache: StackCacheInfo | undefined;
  /** The newest batch, running or ended. */
  readonly batch: Batch | undefined;
}

export type StacksStore = ReturnType<typeof createStacksStore>;

/** Sound modules, jobs and the cache. */
export function createStacksStore(link: Link) {
  const store = createStore<StacksModel>(() => ({
    modules: [],
    jobs: [],
    cache: undefined,
    batch: undefined,
  }));
  const ignore = () => undefined;
  link.onOpen(() => {
    void link.call('stacks.modules', {}).then(modules => store.setState({ modules }), ignore);
    void link.call('stacks.jobs', {}).then(jobs => store.setState({ jobs: newestFirst(jobs) }), ignore);
  });
  link.on('stacks.jobsChanged', changed => {
    store.setState(({ jobs }) => ({ jobs: mergeJobs(jobs, changed) }));
  });
  return store;
}

/** How large the cache is; asked when somebody looks, since counting reads the folder. */
export function readCache(link: Link, store: StacksStore): Promise<void> {
  return link.call('stacks.cache', {}).then(
    cache => store.setState({ cache }),
    () => undefined,
  );
}

export function mergeJobs(known: readonly StackJob[], changed: readonly StackJob[]): readonly StackJob[] {
  const fresh = new Map(changed.map(job => [`${job.id} ${job.startedAt}`, job]));
  const kept = known.filter(job => !fresh.has(`${job.id} ${job.startedAt}`));
  return newestFirst([...kept, ...changed]).slice(0, KEEP_JOBS);
}

function newestFirst(jobs: readonly StackJob[]): readonly StackJob[] {
  return [...jobs].sort((a, b) => b.startedAt - a.startedAt);
}
