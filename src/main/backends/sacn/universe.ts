import { FramePacer } from '../../../shared/dmx/frame-pacer.ts';
import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { UniverseOutput } from '../../../shared/dmx/universe-output.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import {
  DATA_HEADER,
  type DataHeader,
  groupOf,
  makeData,
  PREVIEW,
  SACN_PORT,
  stampData,
  terminate,
} from './codec.ts';
import type { SacnConfig } from './config.ts';
import { resolve4 } from './connection.ts';
import type { HubMember, SacnHub } from './hub.ts';
import { UniverseReceiver } from './receiver.ts';

/** A frame is sent three times before it is only kept alive (6.6.2). */
const REPEATS = 2;
/** A source says three times that it stops (6.2.6). */
const GOODBYES = 3;

/** One universe, in and out. */
export class SacnUniverse implements BackendInstance, HubMember {
  readonly universe: number;
  readonly #map: SlotMap;
  readonly #input: UniverseInput;
  readonly #receiver: UniverseReceiver;
  readonly #packet: Uint8Array<ArrayBuffer>;
  readonly #output: UniverseOutput;
  readonly #pacer: FramePacer;
  #to: string | undefined;
  #sequence = 255;
  #started = false;
  #sendFault = '';

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: SacnConfig,
    private readonly hub: SacnHub,
  ) {
    const { clock, counters } = args;
    const { universe, priority = 100, sync: syncAddress, sourceName: name } = config;
    this.universe = universe;
    this.#map = new SlotMap(args.name);
    this.#input = new UniverseInput(this.#map, args);
    const merge = config.merge === 'ltp' ? 'ltp' : 'htp';
    const arbitration = { merge, preview: config.preview, from: config.fromCid } as const;
    this.#receiver = new UniverseReceiver(this.#input, arbitration, clock, counters, () => this.#status());
    const options = config['send-preview'] ? PREVIEW : 0;
    this.#packet = makeData({ cid: hub.cid, name, universe, priority, syncAddress, options });
    this.#output = new UniverseOutput(this.#map, this.#packet.subarray(DATA_HEADER));
    const gap = config.realtime ? 0 : 1000 / config.refresh;
    this.#pacer = new FramePacer(clock, { gap, keepAlive: config.keepalive, repeats: REPEATS }, this.#send);
    for (const problem of config.problems) args.problems.report(problem);
    this.#resolve();
    args.status({ state: 'starting', detail: `opening ${this.#where}` });
    hub.add(this, !config.unicast);
  }

  get counters() {
    return this.args.counters;
  }
  get sends(): boolean {
    return this.config.priority !== undefined;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const { coarse, fine } = this.#map.add(local, channel, use);
    this.#input.forget(coarse);
    this.#input.forget(fine);
    if (use.target && !this.sends) this.#complainOption('priority', 'is needed to send to this universe');
  }

  removeChannel(local: number): void {
    this.#map.remove(local);
  }

  receive(batch: EventBatch): void {
    if (!this.sends) {
      this.counters.dropped += batch.end - batch.start;
      return;
    }
    this.#output.write(batch, this.config.realtime ? this.#flush : undefined);
    if (this.#output.dirty) this.#pacer.changed();
  }

  request(op: string): unknown {
    return op === 'sources' ? this.hub.sources : undefined;
  }

  unload(): void {
    this.#pacer.stop();
    if (this.#started) {
      terminate(this.#packet);
      for (let i = 0; i < GOODBYES; i++) this.#send();
    }
    this.hub.remove(this, !this.config.unicast);
  }

  data(packet: Uint8Array, header: DataHeader, own: boolean): void {
    // What we send by multicast comes back to us; it is no input.
    if (own && this.sends) return;
    this.#receiver.data(packet, header);
  }

  sync(address: number): void {
    this.#receiver.sync(address);
  }

  syncAddresses(into: Set<number>): void {
    this.#receiver.syncAddresses(into);
  }

  opened(): void {
    this.args.problems.clear('backend.bind-failed');
    this.#status();
    this.#pacer.restore();
  }

  failed(reason: string, retryMs: number): void {
    const { name, problems, status } = this.args;
    const error = fail('backend.bind-failed', { instance: name, address: this.#where, reason });
    problems.clear('backend.bind-failed');
    problems.report(problemOf(error, { kind: 'instance', instance: name, option: 'bind' }));
    const again = `retry in ${(retryMs / 1000).toFixed(1)} s`;
    status({ state: 'waiting', detail: `cannot listen on ${this.#where}: ${reason}; ${again}` });
  }

  sourcesChanged(): void {
    this.args.notify('sources', this.hub.sources);
  }

  tick(now: number): void {
    this.#receiver.tick(now);
    if (this.sends && this.#to === undefined) this.#resolve();
  }

  get #where(): string {
    const { host, port } = this.config.bind;
    return `${host} port ${port === 0 ? this.hub.port : port}`;
  }

  readonly #flush = (): void => this.#pacer.now();

  readonly #send = (): void => {
    if (this.#to === undefined) {
      this.counters.dropped++;
      return;
    }
    this.#started = true;
    this.#sequence = (this.#sequence + 1) & 0xff;
    stampData(this.#packet, this.#sequence);
    // The same buffer is sent each time: should the system queue it, newer levels go out, which is what DMX wants.
    this.hub.send(this.#packet, this.#to, this.#port, this.#sent);
    this.#output.sent();
    const { sync, sendTo } = this.config;
    if (sync !== 0) this.hub.syncSoon(sync, sendTo && this.#to, this.#port);
  };

  /** Multicast goes to the port that the bind listens on: everyone on the network uses the same one. */
  get #port(): number {
    const { sendTo, bind } = this.config;
    return sendTo?.port ?? (bind.port === 0 ? SACN_PORT : bind.port);
  }

  readonly #sent = (error: Error | null): void => {
    if (error) {
      this.counters.dropped++;
      if (this.hub.open) this.#complainSend(error.message);
      return;
    }
    this.counters.sent++;
    this.counters.lastActivity = this.args.clock.now();
    this.#sendWorks();
  };

  #sendWorks(): void {
    if (this.#sendFault === '') return;
    this.#sendFault = '';
    this.args.problems.clear('backend.connect-failed');
    this.#status();
  }

  #resolve(): void {
    const { sendTo, universe } = this.config;
    resolve4(sendTo?.host ?? groupOf(universe), (address, reason) => {
      if (address === undefined) return this.#complainSend(reason);
      this.#to = address;
      this.#sendWorks();
      this.#pacer.restore();
    });
  }

  #complainSend(reason: string): void {
    if (this.#sendFault !== '') return;
    this.#sendFault = reason;
    const { name, problems } = this.args;
    const address = this.config.sendTo?.host ?? groupOf(this.universe);
    const error = fail('backend.connect-failed', { instance: name, address, reason });
    problems.report(problemOf(error, { kind: 'instance', instance: name, option: 'destination' }));
    this.#status();
  }

  #complainOption(option: string, reason: string): void {
    const { name, problems } = this.args;
    const error = fail('backend.bad-option', { instance: name, option, reason });
    problems.report(problemOf(error, { kind: 'instance', instance: name, option }));
  }

  #status(): void {
    const { sendTo } = this.config;
    const to = sendTo?.host ?? `multicast ${groupOf(this.universe)}`;
    if (this.#sendFault !== '') {
      return this.args.status({ state: 'waiting', detail: `cannot send to ${to}: ${this.#sendFault}` });
    }
    const { sources } = this.#receiver;
    const parts = [
      `listening on ${this.#where}`,
      sources.length > 0 ? `receiving from ${sources.join(', ')}` : '',
      this.sends ? `sending to ${to}` : '',
    ];
    this.args.status({ state: 'ok', detail: parts.filter(part => part !== '').join(', ') });
  }
}
