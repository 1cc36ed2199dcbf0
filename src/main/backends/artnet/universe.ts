import { MergeSource, UniverseMerger } from '../../../shared/dmx/merge.ts';
import { isLate } from '../../../shared/dmx/sequence.ts';
import { NetworkUniverse } from '../../../shared/dmx/network-universe.ts';
import { UniverseSender } from '../../../shared/dmx/universe-sender.ts';
import type { ChannelUse, InstanceArgs } from '../../../shared/plugin/backend.ts';
import type { Endpoint } from '../../../shared/net/endpoint.ts';
import { resolve4 } from '../../net/addresses.ts';
import { DMX_HEADER, type DmxHeader, makeDmx, stampDmx } from './codec.ts';
import type { ArtnetConfig } from './config.ts';
import type { ArtnetHub, HubMember } from './hub.ts';

/** A sender is forgotten after this silence, ms (Art-Net 4, "Merging"). */
const SENDER_TIMEOUT = 10_000;
/** Without ArtSync for this time, frames count at once again, ms (Art-Net 4, "ArtSync"). */
const SYNC_TIMEOUT = 4000;
/** The specification merges two; more do no harm, but made-up ones must not eat the memory. */
const MOST_SENDERS = 8;
const PRIORITY = 100;

class Sender extends MergeSource {
  sequence = 0;
  physical = 0;
}

/** One universe, in and out. */
export class ArtnetUniverse extends NetworkUniverse implements HubMember {
  readonly portAddress: number;
  readonly #merger: UniverseMerger<Sender>;
  readonly #sources = new Set<number>();
  #syncUntil = -1;
  #held = false;
  #latest: Sender | undefined;

  constructor(
    args: InstanceArgs,
    private readonly config: ArtnetConfig,
    private readonly hub: ArtnetHub,
  ) {
    super(args, config, 'destination');
    this.portAddress = config.portAddress;
    const mode = config.merge === 'ltp' ? 'ltp' : 'htp';
    this.#merger = new UniverseMerger(mode, MOST_SENDERS, key => new Sender(key));
    this.sender = config.sendTo && this.#makeSender(config.sendTo);
    args.status({ state: 'waiting', detail: `opening ${this.where}` });
    hub.add(this);
  }

  get receives(): boolean {
    return this.#sources.size > 0 || !this.sends;
  }
  protected override get port(): number {
    return this.hub.port;
  }
  protected override get receivers(): string {
    return this.config.sendTo?.host ?? '';
  }

  override addChannel(local: number, channel: string, use: ChannelUse): void {
    super.addChannel(local, channel, use);
    if (use.source) this.#sources.add(local);
    else this.#sources.delete(local);
  }

  override removeChannel(local: number): void {
    super.removeChannel(local);
    this.#sources.delete(local);
  }

  request(op: string): unknown {
    return op === 'nodes' ? this.hub.nodes : undefined;
  }

  override unload(): void {
    this.sender?.stop();
    this.hub.remove(this);
  }

  dmx(packet: Uint8Array, header: DmxHeader, address: string, own: boolean): void {
    // What we send by broadcast comes back to us; it is no input.
    if (own && this.sends) return;
    const sender = this.#senderAt(address, header.physical);
    if (!sender) {
      this.counters.dropped++;
      return;
    }
    const { sequence } = header;
    // A repeated number is let through: some senders never count up.
    const old = sequence !== 0 && sequence !== sender.sequence && sender.sequence !== 0;
    if (old && isLate(sender.sequence, sequence)) {
      this.counters.dropped++;
      return;
    }
    sender.sequence = sequence;
    this.#take(sender, packet, header.count);
  }

  sync(address: string): void {
    const alone = this.#merger.sources.length === 1;
    if (!alone || this.#latest?.key !== address) return;
    this.#syncUntil = this.args.clock.now() + SYNC_TIMEOUT;
    if (this.#held) this.#show();
  }

  nodesChanged(): void {
    this.args.notify('nodes', this.hub.nodes);
    this.tellStatus();
  }

  override tick(now: number): void {
    if (this.#merger.expire(now - SENDER_TIMEOUT)) {
      if (this.#merger.sources.length > 0) this.#show();
      this.tellStatus();
    }
    if (this.#held && now >= this.#syncUntil) this.#show();
    super.tick(now);
  }

  #senderAt(address: string, physical: number): Sender | undefined {
    for (const sender of this.#merger.sources) {
      if (sender.key === address && sender.physical === physical) return sender;
    }
    const sender = this.#merger.join(address);
    if (!sender) return undefined;
    sender.physical = physical;
    this.tellStatus();
    return sender;
  }

  #take(sender: Sender, packet: Uint8Array, count: number): void {
    const now = this.args.clock.now();
    this.counters.received++;
    this.counters.lastActivity = now;
    sender.seen = now;
    this.#latest = sender;
    this.#merger.update(sender, packet, DMX_HEADER, count, PRIORITY);
    if (now < this.#syncUntil && this.#merger.sources.length === 1) this.#held = true;
    else this.#show();
  }

  #show(): void {
    this.#held = false;
    const { sources, count } = this.#merger;
    const only = sources.length === 1 ? sources[0]?.levels : undefined;
    this.input.take(only ?? this.#merger.merge(this.input.levels), 0, count);
  }

  #makeSender(to: Endpoint): UniverseSender {
    const { portAddress, realtime, refresh, keepalive: keepAlive, sync } = this.config;
    // The same buffer is sent each time: should the system queue it, newer levels go out, which is what DMX wants.
    const packet = makeDmx(portAddress);
    let sequence = 0;
    const { hub } = this;
    const pace = { gap: realtime ? 0 : 1000 / refresh, keepAlive, repeats: 0 };
    return new UniverseSender(this.args, this.map, packet.subarray(DMX_HEADER), pace, {
      address: to.host,
      get open() {
        return hub.open;
      },
      resolve: done => resolve4(to.host, done),
      transmit: (host, sent) => {
        sequence = stampDmx(packet, sequence);
        hub.send(packet, host, to.port, sent);
        if (sync) hub.syncSoon(host, to.port);
      },
      changed: () => this.tellStatus(),
    });
  }

  protected override statusParts(): readonly string[] {
    const senders = this.#merger.sources.map(sender => sender.key);
    const nodes = this.hub.nodes.length;
    return [
      senders.length > 0 ? `receiving from ${senders.join(' and ')}` : '',
      this.sends ? `sending to ${this.receivers}` : '',
      nodes > 0 ? `${nodes} node(s) found` : '',
    ];
  }
}
