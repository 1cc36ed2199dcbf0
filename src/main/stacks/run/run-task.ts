import { CodedError, fail, messageOf } from '../../../shared/error/coded-error.ts';
import { concatenate } from '../audio/concatenate.ts';
import { readSound } from '../audio/read-sound.ts';
import { writeIntermediate, writeSound } from '../audio/write-sound.ts';
import { writeWhole } from '../cache/atomic.ts';
import type { Cache } from '../cache/cache.ts';
import { cleanCache } from '../cache/clean.ts';
import { cacheSize, evict } from '../cache/quota.ts';
import { loadModule } from '../module/load-module.ts';
import type { SoundModule } from '../module/sound-module.ts';
import { BUILT_IN } from '../modules/built-in.ts';
import { moduleTools } from './module-tools.ts';
import { runStep } from './run-step.ts';
import type { Making, Task, WorkerSetup } from './task.ts';
import { viewPeaks } from './view-peaks.ts';
import { viewSamples } from './view-samples.ts';
import { viewSpectrogram } from './view-spectrogram.ts';

/** Does the work of a worker. User modules stay loaded; the pool replaces the worker when their files change. */
export class TaskRunner {
  readonly #loaded = new Map<string, Promise<SoundModule>>();

  constructor(
    private readonly setup: WorkerSetup,
    private readonly cache: Cache,
  ) {}

  async run(task: Task, progress: (fraction: number) => void): Promise<unknown> {
    const read = (path: string) => readSound(path, this.setup.limits);
    switch (task.kind) {
      case 'step': {
        const module = await this.#module(task.module, task.file);
        const tools = moduleTools(task, this.cache, this.setup.limits, progress);
        return this.#make(task, part => runStep(module, task, part, tools));
      }
      case 'join':
        return this.#make(task, part => {
          writeIntermediate(part, concatenate(task.inputs.map(path => [path, read(path)])));
        });
      case 'result':
        return this.#make(task, part => writeSound(part, read(task.input), task.format, task.options));
      case 'describe':
        return this.#describe(task.module, task.file);
      case 'sources': {
        const module = await this.#module(task.module, task.file);
        return module.sources?.(task.origin, task.parameters) ?? [];
      }
      case 'peaks':
        return viewPeaks(task.file, read(task.file), task.columns);
      case 'spectrogram':
        return viewSpectrogram(task.file, read(task.file), task);
      case 'samples':
        return viewSamples(task.file, read(task.file), task.start, task.count);
      case 'clean':
        return cleanCache(this.cache.layout, task);
      case 'evict':
        return evict(this.cache.layout, task.quotaBytes);
      case 'size':
        return cacheSize(this.cache.layout);
    }
  }

  /** Put a file in its place, with its job file there first. */
  async #make(task: Making, write: (part: string) => void | Promise<void>): Promise<void> {
    try {
      await writeWhole(task.target, async part => {
        await write(part);
        this.cache.announce(task.target, task.origin, task.hours);
      });
    } catch (error) {
      if (error instanceof CodedError || !isDiskError(error)) throw error;
      throw fail('stack.disk', { reason: messageOf(error) }, error);
    }
  }

  async #describe(name: string, file: string): Promise<unknown> {
    const { title, summary, version, parameters, sources } = await this.#module(name, file);
    return { title, summary, version, parameters, asksForSources: sources !== undefined };
  }

  #module(name: string, file: string | undefined): Promise<SoundModule> {
    const own = BUILT_IN.get(name);
    if (own && file === undefined) return Promise.resolve(own);
    const key = file ?? name;
    const known = this.#loaded.get(key) ?? loadModule(name, key);
    this.#loaded.set(key, known);
    return known;
  }
}

function isDiskError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string';
}
