import { NetworkUniverse } from '../../../shared/dmx/network-universe.ts';
import { UniverseSender } from '../../../shared/dmx/universe-sender.ts';
import type { InstanceArgs } from '../../../shared/plugin/backend.ts';
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
export class SacnUniverse extends NetworkUniverse implements HubMember {
  readonly universe: number;
  readonly #receiver: UniverseReceiver;
  /** Say goodbye, when something was ever sent. */
  #goodbye: () => void = () => undefined;

  constructor(
    args: InstanceArgs,
    private readonly config: SacnConfig,
    private readonly hub: SacnHub,
  ) {
    super(args, config, 'priority');
    const { clock, counters } = args;
    this.universe = config.universe;
    const merge = config.merge === 'ltp' ? 'ltp' : 'htp';
    const arbitration = { merge, preview: config.preview, from: config.fromCid } as const;
    this.#receiver = new UniverseReceiver(this.input, arbitration, clock, counters, () => this.tellStatus());
    if (config.priority !== undefined) this.sender = this.#makeSender(config.priority);
    args.status({ state: 'waiting', detail: `opening ${this.where}` });
    hub.add(this, !config.unicast);
  }

  protected override get port(): number {
    return this.hub.port;
  }
  protected override get receivers(): string {
    return this.config.sendTo?.host ?? `multicast ${groupOf(this.universe)}`;
  }

  request(op: string): unknown {
    return op === 'sources' ? this.hub.sources : undefined;
  }

  override unload(): void {
    this.sender?.stop();
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

  sourcesChanged(): void {
    this.args.notify('sources', this.hub.sources);
  }

  override tick(now: number): void {
    this.#receiver.tick(now);
    super.tick(now);
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
      hub.send(packet, to, this.#sendPort, sent);
      if (sync !== 0) hub.syncSoon(sync, sendTo && to, this.#sendPort);
    };
    this.#goodbye = () => {
      terminate(packet);
      for (let i = 0; sentTo !== undefined && i < GOODBYES; i++) transmit(sentTo, () => undefined);
    };
    const pace = { gap: realtime ? 0 : 1000 / refresh, keepAlive, repeats: REPEATS };
    return new UniverseSender(this.args, this.map, packet.subarray(DATA_HEADER), pace, {
      address: this.receivers,
      get open() {
        return hub.open;
      },
      resolve: done => resolve4(sendTo?.host ?? groupOf(universe), done),
      transmit,
      changed: () => this.tellStatus(),
    });
  }

  /** Multicast goes to the port that the bind listens on: everyone on the network uses the same one. */
  get #sendPort(): number {
    const { sendTo, bind } = this.config;
    return sendTo?.port ?? (bind.port === 0 ? SACN_PORT : bind.port);
  }

  protected override statusParts(): readonly string[] {
    const { sources } = this.#receiver;
    return [
      sources.length > 0 ? `receiving from ${sources.join(', ')}` : '',
      this.sends ? `sending to ${this.receivers}` : '',
    ];
  }
}
