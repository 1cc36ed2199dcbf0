import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Worker entries by name: their source below `src/main`. In a build each is `out/main/workers/<name>.js`. */
export const WORKERS = {
  engine: 'engine-worker.ts',
  'plugin-host': 'kernel/plugin-host/plugin-worker.ts',
  'sandbox-js': 'sandbox/threads/javascript.ts',
  'sandbox-lua': 'sandbox/threads/lua.ts',
  'sandbox-python': 'sandbox/threads/python.ts',
  'stack-worker': 'stacks/run/stack-worker.ts',
} as const;

export type WorkerName = keyof typeof WORKERS;
export type StartWorker = (name: WorkerName, options?: WorkerOptions) => Worker;

/** Start a worker thread from the build, or from its TypeScript source when the program runs from source (tests). */
export function startWorker(name: WorkerName, options: WorkerOptions = {}): Worker {
  const built = fileURLToPath(new URL(`./workers/${name}.js`, import.meta.url));
  if (existsSync(built)) return new Worker(built, options);
  const chunk = fileURLToPath(new URL(`../workers/${name}.js`, import.meta.url));
  if (existsSync(chunk)) return new Worker(chunk, options);
  return new Worker(fromSource(new URL(`../${WORKERS[name]}`, import.meta.url)), { ...options, eval: true });
}

/** Node 20 applies `--import tsx` of a worker only after its entry, so that a small script registers it first. */
function fromSource(source: URL): string {
  const tsx = new URL(
    'dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href;
  return `import(${JSON.stringify(tsx)}).then(api => (api.register(), import(${JSON.stringify(source.href)})))`;
}
