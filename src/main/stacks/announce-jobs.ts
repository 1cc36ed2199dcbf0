import type { Clock, Dispose } from '../../shared/plugin/common.ts';
import type { EventBus } from '../../shared/plugin/service.ts';
import type { Job } from './run/job.ts';
import type { Stacks } from './stacks.ts';

const TELL_MS = 100;

/** Publish jobs that moved as `stacks.jobsChanged`, at most ten times a second. */
export function announceJobs(stacks: Stacks, clock: Clock, bus: EventBus): Dispose {
  const changed = new Map<string, Job>();
  const forget = stacks.onJob(job => changed.set(job.plan.key, job));
  const stop = clock.every(TELL_MS, () => {
    if (changed.size === 0) return;
    const jobs = [...changed.values()].map(job => job.info());
    changed.clear();
    bus.publish('stacks.jobsChanged', jobs);
  });
  return () => {
    forget();
    stop();
  };
}
