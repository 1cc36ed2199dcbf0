import { join, resolve } from 'node:path';
import type { Dispose, Logger } from '../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../../shared/plugin/service.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { Bus } from '../kernel/event-bus.ts';
import { announceJobs } from '../stacks/announce-jobs.ts';
import { Answers } from '../stacks/answer.ts';
import { lookAfterCache } from '../stacks/look-after.ts';
import { Stacks } from '../stacks/stacks.ts';
import { startWorker } from '../threads/start-worker.ts';
import { SystemClock } from '../threads/system-clock.ts';
import { dataFolder } from './folders.ts';
import type { CliWorld } from './world.ts';

/** Sound stacks without an engine around them. */
export interface StandAloneStacks {
  readonly stacks: Stacks;
  readonly bus: EventBus;
  readonly call: ServiceCallable;
  close(): Promise<void>;
}

/** Where results are kept when nothing else is said; the engine uses the same place. */
export function cacheFolderOf(world: CliWorld, given: string | undefined): string {
  return given === undefined ? join(dataFolder(world.env), 'stacks', 'cache') : resolve(given);
}

/** Open the stacks on a cache; modules are found in the working folder and in the user's. */
export function openStacks(world: CliWorld, cache: string | undefined, log: Logger): StandAloneStacks {
  const clock = new SystemClock();
  const bus = new Bus();
  const modules = join(dataFolder(world.env), 'modules');
  const stacks = new Stacks({
    cacheFolder: cacheFolderOf(world, cache),
    startWorker,
    baseFolder: () => process.cwd(),
    moduleFolders: () => [
      { path: process.cwd(), origin: 'patch' },
      { path: modules, origin: 'user' },
    ],
  });
  const answers = new Answers(stacks);
  const ends: Dispose[] = [announceJobs(stacks, clock, bus), lookAfterCache(stacks, clock, log)];
  const call: ServiceCallable = request => {
    if (request.op !== 'vt') return Promise.reject(fail('contract.unknown-call', { name: request.op }));
    return answers.forView(request);
  };
  const close = async () => {
    for (const end of ends.splice(0)) end();
    await stacks.close();
  };
  return { stacks, bus, call, close };
}
