import { takeLease } from '../cache/lease.ts';
import type { Cache } from '../cache/cache.ts';
import {
  type ListPlan,
  type QueryPlan,
  type SourcePlan,
  type StepPlan,
  inputsOf,
  partsOf,
  rootsOf,
} from '../query/plan.ts';
import { Artefacts } from './artefacts.ts';
import { Job } from './job.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface RunnerOptions {
  readonly cache: Cache;
  readonly pool: WorkerPool;
  wall(): number;
  /** A job began, moved on or ended. */
  changed(job: Job): void;
}

/** Carries out plans: what is in the cache is used, what is being made is joined, the rest is made. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #artefacts = new Artefacts();
  readonly #running = new Map<string, Job>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Jobs that run now. */
  get running(): ReadonlyMap<string, Job> {
    return this.#running;
  }

  /** The job of a plan: a new one, or the same query's that runs, or one that is done because the result is there. */
  start(plan: QueryPlan): Job {
    const same = this.#running.get(plan.key);
    if (same) return same;
    const { cache, wall, changed } = this.#options;
    const isThere = cache.hit(plan.path, plan.hours);
    const parts = partsOf(plan.sound);
    const made = [...parts.values()].filter(part => part.kind !== 'file').map(part => part.path);
    const job = new Job(plan, wall(), isThere ? [] : [plan.path, ...made], isThere);
    if (!isThere) {
      this.#running.set(plan.key, job);
      const release = takeLease(cache.layout, [plan.path, ...parts.keys()]);
      const work = this.#result(plan, job.signal).finally(() => {
        release();
        this.#running.delete(plan.key);
      });
      job.follow(work, wall, () => changed(job));
    }
    changed(job);
    return job;
  }

  async #result(plan: QueryPlan, signal: AbortSignal): Promise<void> {
    const { format, options, hours, path } = plan;
    await this.#artefacts.obtain(path, signal, async own => {
      await this.#ensure(plan.sound, plan, own);
      const origin = { source_files: rootsOf(plan.sound), stack: plan.stack, ...madeBy(plan.sound) };
      const task = {
        kind: 'result',
        input: plan.sound.path,
        target: path,
        format,
        options,
        origin,
        hours,
      } as const;
      await this.#run(task, own);
    });
  }

  /** Make sure that the sound of a plan lies at its path. */
  async #ensure(plan: SourcePlan, query: QueryPlan, signal: AbortSignal): Promise<void> {
    if (plan.kind === 'file') return;
    if (this.#options.cache.hit(plan.path, query.hours)) {
      for (const path of partsOf(plan).keys()) this.#progress(path, 1);
      return;
    }
    await this.#artefacts.obtain(plan.path, signal, async own => {
      // One after the other: a query takes one thread, so that several queries share the pool fairly.
      for (const input of inputsOf(plan)) await this.#ensure(input, query, own);
      await this.#run(plan.kind === 'step' ? stepTask(plan, query) : joinTask(plan, query), own);
    });
  }

  async #run(
    task: Parameters<WorkerPool['run']>[0] & { target: string },
    signal: AbortSignal,
  ): Promise<void> {
    const progress = (fraction: number) => this.#progress(task.target, fraction);
    await this.#options.pool.run(task, { signal, progress });
    progress(1);
  }

  #progress(path: string, fraction: number): void {
    for (const job of this.#running.values()) if (job.progress(path, fraction)) this.#options.changed(job);
  }
}

function madeBy(plan: SourcePlan): { versions: Record<string, string>; seed: unknown } {
  if (plan.kind !== 'step') return { versions: {}, seed: null };
  const before = madeBy(plan.input);
  const seed = plan.parameters.seed ?? before.seed;
  return { versions: { ...before.versions, [plan.module]: plan.version }, seed };
}

function stepTask(plan: StepPlan, query: QueryPlan) {
  const sounds = Object.entries(plan.sounds).map(([name, sound]) => [
    name,
    'kind' in sound ? sound.path : sound.map(one => one.path),
  ]);
  const { module, file } = plan;
  return {
    kind: 'step',
    module,
    file,
    input: plan.input.path,
    inputKey: plan.input.key,
    sources: plan.reads.map(read => read.path),
    parameters: { ...plan.parameters, ...Object.fromEntries(sounds) },
    target: plan.path,
    hours: query.hours,
    origin: {
      source_files: rootsOf(plan),
      stack: [{ module, ...plan.parameters }],
      versions: { [module]: plan.version },
      seed: plan.parameters.seed ?? null,
    },
  } as const;
}

function joinTask(plan: ListPlan, query: QueryPlan) {
  const inputs = plan.items.map(item => item.path);
  const origin = { source_files: rootsOf(plan), stack: [], versions: {}, seed: null };
  return { kind: 'join', inputs, target: plan.path, hours: query.hours, origin } as const;
}
