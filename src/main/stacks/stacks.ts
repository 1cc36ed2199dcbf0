import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { StackJob, StackModuleInfo } from '../../shared/contract/calls/stacks.ts';
import { fail } from '../../shared/error/coded-error.ts';
import type { Dispose } from '../../shared/plugin/common.ts';
import type { StartWorker } from '../threads/start-worker.ts';
import { accessTo } from './access.ts';
import { DEFAULT_SOUND_LIMITS, type SoundLimits } from './audio/limits.ts';
import { Cache } from './cache/cache.ts';
import type { CleanReport } from './cache/clean.ts';
import { cacheLayout } from './cache/layout.ts';
import type { CacheSize } from './cache/quota.ts';
import { type Description, type ModuleFolder, ModuleRegistry } from './module/registry.ts';
import { BUILT_IN } from './modules/built-in.ts';
import type { QueryPlan } from './query/plan.ts';
import { type Access, Planner } from './query/planner.ts';
import type { Query } from './query/query.ts';
import { readQuery } from './query/read-query.ts';
import type { Job } from './run/job.ts';
import { JobHistory } from './run/job-history.ts';
import { Runner } from './run/runner.ts';
import type { Task, WorkerSetup } from './run/task.ts';
import type { PoolLimits } from './run/task-call.ts';
import { WorkerPool } from './run/worker-pool.ts';

export interface StacksOptions {
  readonly cacheFolder: string;
  readonly startWorker: StartWorker;
  /** Where modules of the user are looked for; asked at every query. */
  moduleFolders?(): readonly ModuleFolder[];
  /** Where relative paths start when whoever asks has no folder of their own. */
  baseFolder?(): string;
  readonly threads?: number;
  readonly taskLimits?: Partial<PoolLimits>;
  readonly soundLimits?: Partial<SoundLimits>;
  readonly quotaBytes?: number;
  /** Queries that may run or wait at once. */
  readonly mostJobs?: number;
  readonly wall?: () => number;
}

/** Work that shows a sound. */
export type ViewTask = Extract<Task, { kind: 'peaks' | 'spectrogram' | 'samples' }>;

const GB = 1_073_741_824;
const MOST_JOBS = 200;
export const DEFAULT_TASK_LIMITS: PoolLimits = { seconds: 120, megabytes: 2048 };
export const DEFAULT_QUOTA_BYTES = 4 * GB;

/** The sound stacks: queries, their cache, their jobs and their modules, as one thing. */
export class Stacks {
  readonly history: JobHistory;
  readonly quotaBytes: number;
  readonly cacheFolder: string;
  readonly wall: () => number;
  readonly #pool: WorkerPool;
  readonly #registry: ModuleRegistry;
  readonly #planner: Planner;
  readonly #cache: Cache;
  readonly #runner: Runner;
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #options: StacksOptions;

  constructor(options: StacksOptions) {
    this.#options = options;
    this.cacheFolder = options.cacheFolder;
    this.quotaBytes = options.quotaBytes ?? DEFAULT_QUOTA_BYTES;
    this.wall = options.wall ?? Date.now;
    this.history = new JobHistory(this.wall);
    const layout = cacheLayout(options.cacheFolder);
    this.#pool = poolOf(options);
    this.#registry = registryOf(options, this.#pool);
    this.#planner = new Planner(layout, this.#registry);
    this.#cache = new Cache(layout, this.wall);
    const changed = (job: Job) => this.#changed(job);
    this.#runner = new Runner({ cache: this.#cache, pool: this.#pool, wall: this.wall, changed });
  }

  /** Read a `process` request and work out what it needs; refusals are coded errors. */
  async prepare(
    request: Readonly<Record<string, unknown>>,
    access?: Access,
  ): Promise<readonly [Query, QueryPlan]> {
    const own = access ?? accessTo(this.#baseFolder());
    const query = readQuery(request, own.folder);
    return [query, await this.#planner.plan(query, own)];
  }

  /** Begin a plan, or join the job that is at it. */
  start(plan: QueryPlan): Job {
    const limit = this.#options.mostJobs ?? MOST_JOBS;
    if (this.#runner.running.size >= limit && !this.#runner.running.has(plan.key)) {
      throw fail('stack.busy', { limit });
    }
    return this.#runner.start(plan);
  }

  /** Whether the result of a plan lies in the cache. Counts as a use. */
  isCached(plan: QueryPlan): boolean {
    return this.#cache.hit(plan.path, plan.hours);
  }

  get runningJobs(): number {
    return this.#runner.running.size;
  }

  /** Jobs that run, then those that ended lately, newest first. */
  jobs(): readonly StackJob[] {
    const running = [...this.#runner.running.values()];
    return [...running, ...this.history.ended()].map(job => job.info());
  }

  cancel(id: string): boolean {
    return this.#runner.running.get(id)?.cancel() ?? false;
  }

  modules(): Promise<readonly StackModuleInfo[]> {
    return this.#registry.list();
  }

  onJob(listener: (job: Job) => void): Dispose {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Work for a thread that makes no result: pictures of a sound, its samples. A relative path starts as in queries. */
  view(task: ViewTask, signal?: AbortSignal): Promise<unknown> {
    const file = resolve(this.#baseFolder(), task.file);
    return this.#pool.run({ ...task, file }, signal ? { signal } : {});
  }

  async clean(level: number, simulate: boolean): Promise<CleanReport> {
    return (await this.#pool.run({ kind: 'clean', level, simulate, now: this.wall() })) as CleanReport;
  }

  /** Bring the cache below its quota. */
  async evict(): Promise<readonly string[]> {
    return (await this.#pool.run({ kind: 'evict', quotaBytes: this.quotaBytes })) as readonly string[];
  }

  async cacheSize(): Promise<CacheSize> {
    return (await this.#pool.run({ kind: 'size' })) as CacheSize;
  }

  /** Cancel what runs and end the threads. */
  async close(): Promise<void> {
    for (const job of this.#runner.running.values()) job.cancel();
    await this.#pool.close();
  }

  #baseFolder(): string {
    return this.#options.baseFolder?.() ?? process.cwd();
  }

  #changed(job: Job): void {
    if (job.state !== 'running') this.history.add(job);
    for (const listener of this.#listeners) listener(job);
  }
}

function poolOf(options: StacksOptions): WorkerPool {
  const limits = { ...DEFAULT_TASK_LIMITS, ...options.taskLimits };
  const setup: WorkerSetup = {
    cacheFolder: options.cacheFolder,
    limits: { ...DEFAULT_SOUND_LIMITS, ...options.soundLimits },
  };
  // One core is left to the routing.
  const size = options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const resourceLimits = { maxOldGenerationSizeMb: limits.megabytes };
  const start = () => options.startWorker('stack-worker', { workerData: setup, resourceLimits });
  return new WorkerPool({ size, limits, start });
}

function registryOf(options: StacksOptions, pool: WorkerPool): ModuleRegistry {
  return new ModuleRegistry({
    builtIn: BUILT_IN,
    folders: () => options.moduleFolders?.() ?? [],
    describe: async (module, file) => (await pool.run({ kind: 'describe', module, file })) as Description,
    sources: async ({ name: module, file }, origin, parameters) =>
      (await pool.run({ kind: 'sources', module, file, origin, parameters })) as readonly unknown[],
    changed: () => pool.renew(),
  });
}
