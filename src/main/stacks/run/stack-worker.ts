import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import { Cache } from '../cache/cache.ts';
import { cacheLayout } from '../cache/layout.ts';
import { TaskRunner } from './run-task.ts';
import type { TaskMessage, WorkerMessage, WorkerSetup } from './task.ts';

/** Progress is told at most that often. */
const TELL_MS = 50;
/** Below everything that must be on time: routing goes first. */
const NICE = 10;

lowerPriority();
const setup = workerData as WorkerSetup;
const runner = new TaskRunner(setup, new Cache(cacheLayout(setup.cacheFolder), Date.now));
const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

parentPort?.on('message', ({ id, task }: TaskMessage) => {
  let told = 0;
  const progress = (fraction: number) => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    tell({ id, type: 'progress', fraction });
  };
  runner.run(task, progress).then(
    result => tell({ id, type: 'done', result }),
    (error: unknown) => {
      const { code, message, help, details } = toCodedError(error);
      tell({ id, type: 'failed', fault: { code, message, help, details } });
    },
  );
});

/** On Linux a thread has a priority of its own; elsewhere nothing is changed. */
function lowerPriority(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (thread > 0) setPriority(thread, NICE);
  } catch {
    // Without it a busy machine is a little less smooth.
  }
}
