import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../shared/error/coded-error.ts';
import { createApp } from './app.ts';
import type { App } from './app-api.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine-protocol.ts';
import { surviveStrayErrors } from './stray-errors.ts';
import { startWorker } from './threads/start-worker.ts';
import { threadPort } from './views/window/index.ts';

// The engine in a thread of its own: menus, dialogs and rendering in the main thread never delay an event.

const start = workerData as EngineStart;

function tell(message: FromEngine): void {
  parentPort?.postMessage(message);
}

surviveStrayErrors(line => tell({ t: 'log', line }));

function create(file: string | undefined): Promise<App> {
  const { file: _, ...rest } = start;
  const log = (line: Extract<FromEngine, { t: 'log' }>['line']) => tell({ t: 'log', line });
  return createApp({ ...rest, ...(file === undefined ? {} : { file }), log, startWorker });
}

/** A file that cannot be opened must not keep the window from opening. */
async function createWithOrWithoutFile(): Promise<App> {
  if (start.file === undefined) return create(undefined);
  try {
    return await create(start.file);
  } catch (thrown) {
    tell({ t: 'file-refused', message: messageOf(thrown) });
    return create(undefined);
  }
}

const app = createWithOrWithoutFile();

app.then(
  () => tell({ t: 'ready' }),
  (thrown: unknown) => tell({ t: 'failed', message: messageOf(thrown) }),
);

async function take(message: ToEngine): Promise<void> {
  const engine = await app;
  if (message.t === 'attach') return engine.attach(threadPort(message.port), message.client);
  await engine.stop();
  tell({ t: 'stopped' });
  parentPort?.close();
}

parentPort?.on('message', (message: ToEngine) => {
  take(message).catch((thrown: unknown) => tell({ t: 'failed', message: messageOf(thrown) }));
});
