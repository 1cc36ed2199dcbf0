import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Worker entries by name: their source below `src/main`. In a build each is `out/main/workers/<name>.js`. */
export const WORKERS = {
  engine: 'engine-worker.ts',
} as const;

export type WorkerName = keyof typeof WORKERS;
export type StartWorker = (name: WorkerName, options?: WorkerOptions) => Worker;

/** Start a worker thread from the build, or from its TypeScript source when the program runs from source (tests). */
export function startWorker(name: WorkerName, options: WorkerOptions = {}): Worker {
  const built = fileURLToPath(new URL(`./workers/${name}.js`, import.meta.url));
  if (existsSync(built)) return new Worker(built, options);
  const chunk = fileURLToPath(new URL(`../workers/${name}.js`, import.meta.url));
  if (existsSync(chunk)) return new Worker(chunk, options);
  const source = new URL(`../${WORKERS[name]}`, import.meta.url);
  return new Worker(source, { ...options, execArgv: [...(options.execArgv ?? []), '--import', 'tsx'] });
}
