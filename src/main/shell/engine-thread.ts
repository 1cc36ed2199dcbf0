import { MessageChannel, type Worker, type WorkerOptions } from 'node:worker_threads';
import { ContractClient } from '../../shared/contract/client.ts';
import type { LogLine } from '../../shared/contract/calls/monitor.ts';
import type { EngineStart, FromEngine, ToEngine } from '../engine-protocol.ts';
import { type PagePort, relay, threadPort } from '../views/window/index.ts';

/** More crashes than this within `CRASH_WINDOW` ms, and the engine stays down: it would only crash again. */
const MAX_CRASHES = 3;
const CRASH_WINDOW = 60_000;
/** Milliseconds that the engine has to release its devices. */
const STOP_TIMEOUT = 5_000;

export interface EngineEvents {
  log(line: LogLine): void;
  /** The file of the start could not be opened; a new patch is open instead. */
  fileRefused(message: string): void;
  /** The engine ended by itself. `restarted` is false when it did so too often. */
  crashed(message: string, restarted: boolean): void;
  /** A new engine runs: connections to the one before are gone. */
  started(): void;
  /** The file that a restarted engine should open. */
  file(): string | undefined;
}

export type StartEngine = (options: WorkerOptions) => Worker;

/** The engine in its worker thread: started, restarted after a crash, and joined to pages. */
export class EngineThread {
  readonly #start: EngineStart;
  readonly #startWorker: StartEngine;
  readonly #events: EngineEvents;
  #worker: Worker | undefined;
  #crashes: number[] = [];
  #stopping = false;
  #clients = 0;

  constructor(start: EngineStart, startWorker: StartEngine, events: EngineEvents) {
    this.#start = start;
    this.#startWorker = startWorker;
    this.#events = events;
  }

  start(file: string | undefined = this.#start.file): void {
    const { file: _, ...rest } = this.#start;
    const workerData: EngineStart = { ...rest, ...(file === undefined ? {} : { file }) };
    const worker = this.#startWorker({ workerData });
    this.#worker = worker;
    let reason = 'it ended by itself';
    worker.on('message', (message: FromEngine) => this.#take(message));
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#ended(reason);
    });
    this.#events.started();
  }

  /** Join a page to the engine. While the engine starts, frames wait; without one the port closes. */
  attachPage(page: PagePort): void {
    const { port1, port2 } = new MessageChannel();
    relay(page, port1);
    this.#attach(`window-${++this.#clients}`, port2);
  }

  /** A line of the shell's own to the engine. */
  connect(): ContractClient {
    const { port1, port2 } = new MessageChannel();
    const client = new ContractClient(threadPort(port1), () => undefined);
    this.#attach(`shell-${++this.#clients}`, port2);
    return client;
  }

  /** Unload everything; resolves at the latest after five seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    const late = new Promise<void>(resolve => setTimeout(resolve, STOP_TIMEOUT).unref());
    worker.postMessage({ t: 'stop' } satisfies ToEngine);
    await Promise.race([ended, late]);
    await worker.terminate();
  }

  #attach(client: string, port: MessageChannel['port2']): void {
    if (!this.#worker) return port.close();
    this.#worker.postMessage({ t: 'attach', client, port } satisfies ToEngine, [port]);
  }

  #take(message: FromEngine): void {
    if (message.t === 'log') this.#events.log(message.line);
    else if (message.t === 'file-refused') this.#events.fileRefused(message.message);
    else if (message.t === 'failed') this.#fail(message.message);
  }

  /** It lives but cannot work: end it, so that it is restarted like after a crash. */
  #fail(message: string): void {
    const worker = this.#worker;
    if (!worker || this.#stopping) return;
    void worker.terminate();
    worker.removeAllListeners('exit');
    this.#ended(message);
  }

  #ended(reason: string): void {
    this.#worker = undefined;
    if (this.#stopping) return;
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter(time => now - time < CRASH_WINDOW), now];
    const restart = this.#crashes.length <= MAX_CRASHES;
    if (restart) this.start(this.#events.file());
    this.#events.crashed(reason, restart);
  }
}
