import { EventEmitter } from 'node:events';
import type { MessagePort, Worker, WorkerOptions } from 'node:worker_threads';
import type { Frame } from '../../../shared/contract/port.ts';
import type { EngineStart, FromEngine, ToEngine } from '../../engine-protocol.ts';

/** Stands in for the engine's worker: answers the few calls that the shell makes, and dies when told to. */
export class FakeEngine extends EventEmitter {
  readonly start: EngineStart;
  readonly ports: MessagePort[] = [];
  readonly calls: { name: string; params: unknown }[] = [];
  state = { path: undefined as string | undefined, name: '', dirty: false };

  constructor(options: WorkerOptions) {
    super();
    this.start = options.workerData as EngineStart;
    if (this.start.file !== undefined)
      this.state = { path: this.start.file, name: this.start.file, dirty: false };
  }

  postMessage(message: ToEngine): void {
    if (message.t === 'stop') return void this.die();
    this.ports.push(message.port);
    message.port.on('message', (frame: Frame) => {
      if (frame instanceof ArrayBuffer || frame.t !== 'call') return;
      this.calls.push({ name: frame.name, params: frame.params });
      message.port.postMessage({ t: 'reply', id: frame.id, result: this.#answer(frame.name) });
    });
  }
  tell(message: FromEngine): void {
    this.emit('message', message);
  }
  publish(change: Partial<FakeEngine['state']>): void {
    this.state = { ...this.state, ...change };
    for (const port of this.ports) port.postMessage({ t: 'event', name: 'patch.state', payload: this.state });
  }
  die(error?: Error): void {
    for (const port of this.ports) port.close();
    if (error) this.emit('error', error);
    this.emit('exit', error ? 1 : 0);
  }
  terminate(): Promise<number> {
    return Promise.resolve(0);
  }
  get worker(): Worker {
    return this as unknown as Worker;
  }

  #answer(name: string): unknown {
    if (name === 'patch.get') return this.state;
    if (name === 'patch.recent') return [{ path: '/shows/old.crosspatch', name: 'old', openedAt: 1 }];
    if (name === 'host.info') return { host: this.start.host };
    return null;
  }
}
