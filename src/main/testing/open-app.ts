import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractClient } from '../../shared/contract/client.ts';
import type { LogLine } from '../../shared/contract/calls/monitor.ts';
import type { Port } from '../../shared/contract/port.ts';
import { memoryPorts } from '../../shared/contract/testing/memory-ports.ts';
import { decodeValues } from '../../shared/contract/values.ts';
import { createApp } from '../app.ts';
import type { App, AppOptions } from '../app-api.ts';
import { startWorker } from '../threads/start-worker.ts';

/** A window in memory: its client, the values it was sent, and its raw port for what no client would send. */
export interface TestWindow {
  readonly client: ContractClient;
  readonly values: Map<number, number>;
  readonly port: Port;
}

/** The whole engine in this process with a data folder of its own, for tests. */
export interface TestApp {
  readonly app: App;
  readonly folder: string;
  readonly lines: LogLine[];
  window(name?: string): TestWindow;
  close(): Promise<void>;
}

export async function openApp(options: Partial<AppOptions> = {}): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-app-'));
  const lines: LogLine[] = [];
  const app = await createApp({
    host: 'headless',
    version: '0.0.0-test',
    dataFolder: join(folder, 'data'),
    appFolder: fileURLToPath(new URL('../../..', import.meta.url)),
    log: line => void lines.push(line),
    startWorker,
    ...options,
  });
  const window = (name = 'w1'): TestWindow => {
    const [page, engine] = memoryPorts();
    const values = new Map<number, number>();
    const client = new ContractClient(page, frame =>
      decodeValues(frame, (index, value) => values.set(index, value)),
    );
    app.attach(engine, name);
    return { client, values, port: page };
  };
  const close = async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { app, folder, lines, window, close };
}
