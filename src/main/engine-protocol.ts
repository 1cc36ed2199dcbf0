import type { MessagePort } from 'node:worker_threads';
import type { LogLine } from '../shared/contract/calls/monitor.ts';
import type { AppOptions } from './app-api.ts';

/** What the engine's thread is started with. */
export type EngineStart = Omit<AppOptions, 'log' | 'startWorker'>;

/** From the main thread to the engine's. */
export type ToEngine =
  { readonly t: 'attach'; readonly client: string; readonly port: MessagePort } | { readonly t: 'stop' };

/** From the engine's thread to the main thread. */
export type FromEngine =
  | { readonly t: 'ready' }
  /** The file could not be opened; the engine runs with a new patch. */
  | { readonly t: 'file-refused'; readonly message: string }
  | { readonly t: 'failed'; readonly message: string }
  | { readonly t: 'log'; readonly line: LogLine }
  | { readonly t: 'stopped' };
