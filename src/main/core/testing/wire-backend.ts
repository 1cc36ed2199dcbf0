import { fail } from '../../../shared/error/coded-error.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { Backend, BackendInstance, ChannelUse, InstanceArgs } from '../../../shared/plugin/backend.ts';

/** An instance that does nothing but remember, for tests of the engine. */
export class WireInstance implements BackendInstance {
  readonly received: (readonly [channel: string, value: number])[] = [];
  readonly channels = new Map<number, { name: string; use: ChannelUse }>();
  readonly panics: number[] = [];
  stopped = false;
  /** Set to make `receive` throw. */
  broken = false;
  /** Set to send every event on again, as a loopback does. */
  echo = false;

  constructor(readonly args: InstanceArgs) {}

  addChannel(local: number, name: string, use: ChannelUse): void {
    this.channels.set(local, { name, use });
  }
  removeChannel(local: number): void {
    this.channels.delete(local);
  }
  receive(batch: Parameters<BackendInstance['receive']>[0]): void {
    if (this.broken) throw new Error('out of order');
    for (let i = batch.start; i < batch.end; i++) {
      const local = batch.locals[i] ?? -1;
      this.received.push([this.channels.get(local)?.name ?? '?', batch.values[i] ?? NaN]);
      if (this.echo) this.args.emit(local, batch.values[i] ?? NaN, batch.seqs[i]);
    }
  }
  configure(options: Options): boolean {
    return options['restart'] === undefined;
  }
  touch(local: number, value: number): void {
    this.args.emit(local, value);
  }
  panic(): void {
    this.panics.push(this.received.length);
  }
  unload(): void {
    this.stopped = true;
  }

  /** An event from the pretended device. */
  emit(channel: string, value: number): void {
    for (const [local, known] of this.channels) if (known.name === channel) this.args.emit(local, value);
  }
}

/** Any channel name but `bad...`; names starting with `out` are targets only. Upper case is another spelling. */
export class WireBackend implements Backend {
  readonly made: WireInstance[] = [];
  /** Names of instances whose start never ends, or fails. */
  readonly hanging = new Set<string>();
  readonly failing = new Set<string>();

  channel(instance: string, channel: string) {
    if (channel.startsWith('bad')) {
      throw fail('backend.bad-channel', { instance, channel, reason: 'it is bad', help: 'Take another.' });
    }
    const name = channel.toLowerCase();
    return { name, label: name, source: !name.startsWith('out'), target: true };
  }
  suggest(): readonly [] {
    return [];
  }
  create(args: InstanceArgs): BackendInstance | Promise<BackendInstance> {
    if (this.hanging.has(args.name)) return new Promise(() => undefined);
    if (this.failing.has(args.name)) throw new Error('no such device');
    const instance = new WireInstance(args);
    this.made.push(instance);
    return instance;
  }

  /** The newest instance of that name. */
  get(name: string): WireInstance {
    const found = this.made.findLast(instance => instance.args.name === name);
    if (!found) throw new Error(`no instance ${name} was made`);
    return found;
  }
}
