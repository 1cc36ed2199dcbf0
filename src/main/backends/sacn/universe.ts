import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { UniverseSender } from '../../../shared/dmx/universe-sender.ts';
import { retryIn, Troubles } from '../../../shared/net/troubles.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { resolve4 } from '../../net/addresses.ts';
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
  readonly #sender: UniverseSender | undefined;
  readonly #troubles: Troubles;
  /** Say goodbye, when something was ever sent. */
  #goodbye: () => void = () => undefined;

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: SacnConfig,
    private readonly hub: SacnHub,
  ) {
    const { clock, counters } = args;
    this.universe = config.universe;
    this.#map = new SlotMap(args.name);
    this.#input = new UniverseInput(this.#map, args);
    const merge = config.merge === 'ltp' ? 'ltp' : 'htp';
    const arbitration = { merge, preview: config.preview, from: config.fromCid } as const;
    this.#receiver = new UniverseReceiver(this.#input, arbitration, clock, counters, () => this.#status());
    this.#troubles = new Troubles(args);
    for (const problem of config.problems) args.problems.report(problem);
    if (config.priority !== undefined) this.#sender = this.#makeSender(config.priority);
    args.status({ state: 'waiting', detail: `opening ${this.#where}` });
    hub.add(this, !config.unicast);
  }

  get counters() {
    return this.args.counters;
  }
  get sends(): boolean {
    return this.#sender !== undefined;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const { coarse, fine } = this.#map.add(local, channel, use);
    this.#input.forget(coarse);
    this.#input.forget(fine);
    if (use.target && !this.sends) this.#troubles.badOption('priority', 'is needed to send to this universe');
  }

  removeChannel(local: number): void {
    this.#map.remove(local);
  }

  receive(batch: EventBatch): void {
    if (this.#sender) this.#sender.receive(batch);
    else this.counters.dropped += batch.end - batch.start;
  }

  request(op: string): unknown {
    return op === 'sources' ? this.hub.sources : undefined;
  }

  unload(): void {
    this.#sender?.stop();
    this.#goodbye();
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
    this.#troubles.listens();
    this.#status();
    this.#sender?.restore();
  }

  failed(reason: string, retryMs: number): void {
    this.#troubles.cannotListen('bind', this.#where, reason);
    const detail = `cannot listen on ${this.#where}: ${reason}; ${retryIn(retryMs)}`;
    this.args.status({ state: 'waiting', detail });
  }

  sourcesChanged(): void {
    this.args.notify('sources', this.hub.sources);
  }

  tick(now: number): void {
    this.#receiver.tick(now);
    this.#sender?.resolve();
  }

  get #where(): string {
    const { host, port } = this.config.bind;
    return `${host} port ${port === 0 ? this.hub.port : port}`;
  }

  #makeSender(priority: number): UniverseSender {
    const { universe, sync, sourceName: name, sendTo, realtime, refresh, keepalive: keepAlive } = this.config;
    const { hub } = this;
    const options = this.config['send-preview'] ? PREVIEW : 0;
    // The same buffer is sent each time: should the system queue it, newer levels go out, which is what DMX wants.
    const packet = makeData({ cid: hub.cid, name, universe, priority, syncAddress: sync, options });
    let sequence = 255;
    let sentTo: string | undefined;
    const transmit = (to: string, sent: (error: Error | null) => void) => {
      sentTo = to;
      sequence = (sequence + 1) & 0xff;
      stampData(packet, sequence);
      hub.send(packet, to, this.#port, sent);
      if (sync !== 0) hub.syncSoon(sync, sendTo && to, this.#port);
    };
    this.#goodbye = () => {
      terminate(packet);
      for (let i = 0; sentTo !== undefined && i < GOODBYES; i++) transmit(sentTo, () => undefined);
    };
    const pace = { gap: realtime ? 0 : 1000 / refresh, keepAlive, repeats: REPEATS };
    return new UniverseSender(this.args, this.#map, packet.subarray(DATA_HEADER), pace, {
      address: this.#receivers,
      get open() {
        return hub.open;
      },
      resolve: done => resolve4(sendTo?.host ?? groupOf(universe), done),
      transmit,
      changed: () => this.#status(),
    });
  }

  /** Multicast goes to the port that the bind listens on: everyone on the network uses the same one. */
  get #port(): number {
    const { sendTo, bind } = this.config;
    return sendTo?.port ?? (bind.port === 0 ? SACN_PORT : bind.port);
  }

  get #receivers(): string {
    return this.config.sendTo?.host ?? `multicast ${groupOf(this.universe)}`;
  }

  #status(): void {
    const fault = this.#sender?.fault ?? '';
    if (fault !== '') {
      const detail = `cannot send to ${this.#receivers}: ${fault}`;
      return this.args.status({ state: 'waiting', detail });
    }
    const { sources } = this.#receiver;
    const parts = [
      `listening on ${this.#where}`,
      sources.length > 0 ? `receiving from ${sources.join(', ')}` : '',
      this.sends ? `sending to ${this.#receivers}` : '',
    ];
    this.args.status({ state: 'ok', detail: parts.filter(part => part !== '').join(', ') });
  }
}
