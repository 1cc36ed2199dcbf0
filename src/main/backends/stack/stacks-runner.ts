import { existsSync } from 'node:fs';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import { accessTo } from '../../stacks/access.ts';
import { BUILT_IN } from '../../stacks/modules/built-in.ts';
import type { Job } from '../../stacks/run/job.ts';
import type { Stacks } from '../../stacks/stacks.ts';
import type { Outcome, StackRunner } from './runner.ts';

/** The stacks as the backend sees them. */
export function runnerOf(stacks: Stacks): StackRunner {
  return {
    has: existsSync,
    parametersOf: module => BUILT_IN.get(module)?.parameters,
    run: (query, folder, progress) => {
      let job: Job | undefined;
      let cancelled = false;
      const ended = follow();
      return {
        ended,
        cancel: () => {
          cancelled = true;
          job?.cancel();
        },
      };

      async function follow(): Promise<Outcome> {
        try {
          const [, plan] = await stacks.prepare(query, accessTo(folder ?? process.cwd()));
          if (cancelled) return { state: 'cancelled' };
          job = stacks.start(plan);
          return await outcomeOf(stacks, job, progress);
        } catch (error) {
          const { code, message } = toCodedError(error);
          return { state: 'failed', code, reason: message };
        }
      }
    },
  };
}

async function outcomeOf(stacks: Stacks, job: Job, progress: (part: number) => void): Promise<Outcome> {
  const forget = stacks.onJob(moved => {
    if (moved === job) progress(job.info().progress);
  });
  await job.done;
  forget();
  if (job.state === 'cancelled') return { state: 'cancelled' };
  if (job.fault) return { state: 'failed', code: job.fault.code, reason: job.fault.message };
  return { state: 'done', file: job.plan.path, cached: job.cached };
}
