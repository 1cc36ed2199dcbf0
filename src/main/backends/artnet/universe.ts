import { MergeSource, UniverseMerger } from '../../../shared/dmx/merge.ts';
import { isLate } from '../../../shared/dmx/sequence.ts';
import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { UniverseSender } from '../../../shared/dmx/universe-sender.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Endpoint } from '../../../shared/net/endpoint.ts';
import { retryIn, Troubles } from '../../../shared/net/troubles.ts';
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
export class ArtnetUniverse implements BackendInstance, HubMember {
  readonly portAddress: number;
  readonly #map: SlotMap;
  readonly #input: UniverseInput;
  readonly #merger: UniverseMerger<Sender>;
  readonly #sender: UniverseSender | undefined;
  readonly #troubles: Troubles;
  readonly #sources = new Set<number>();
  #syncUntil = -1;
  #held = false;
  #latest: Sender | undefined;

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: ArtnetConfig,
    private readonly hub: ArtnetHub,
  ) {
    this.portAddress = config.portAddress;
    this.#map = new SlotMap(args.name);
    this.#input = new UniverseInput(this.#map, args);
    const mode = config.merge === 'ltp' ? 'ltp' : 'htp';
    this.#merger = new UniverseMerger(mode, MOST_SENDERS, key => new Sender(key));
    this.#troubles = new Troubles(args);
    for (const problem of config.problems) args.problems.report(problem);
    this.#sender = config.sendTo && this.#makeSender(config.sendTo);
    args.status({ state: 'waiting', detail: `opening ${this.#where}` });
    hub.add(this);
  }

  get counters() {
    return this.args.counters;
  }
  get receives(): boolean {
    return this.#sources.size > 0 || !this.sends;
  }
  get sends(): boolean {
    return this.#sender !== undefined;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const { coarse, fine } = this.#map.add(local, channel, use);
    if (use.source) this.#sources.add(local);
    else this.#sources.delete(local);
    this.#input.forget(coarse);
    this.#input.forget(fine);
    if (use.target && !this.sends)
      this.#troubles.badOption('destination', 'is needed to send to this universe');
  }

  removeChannel(local: number): void {
    this.#map.remove(local);
    this.#sources.delete(local);
  }

  receive(batch: EventBatch): void {
    if (this.#sender) this.#sender.receive(batch);
    else this.counters.dropped += batch.end - batch.start;
  }

  request(op: string): unknown {
    return op === 'nodes' ? this.hub.nodes : undefined;
  }

  unload(): void {
    this.#sender?.stop();
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

  nodesChanged(): void {
    this.args.notify('nodes', this.hub.nodes);
    this.#status();
  }

  tick(now: number): void {
    if (this.#merger.expire(now - SENDER_TIMEOUT)) {
      if (this.#merger.sources.length > 0) this.#show();
      this.#status();
    }
    if (this.#held && now >= this.#syncUntil) this.#show();
    this.#sender?.resolve();
  }

  get #where(): string {
    return `${this.config.bind.host} port ${this.config.bind.port === 0 ? this.hub.port : this.config.bind.port}`;
  }

  #senderAt(address: string, physical: number): Sender | undefined {
    for (const sender of this.#merger.sources) {
      if (sender.key === address && sender.physical === physical) return sender;
    }
    const sender = this.#merger.join(address);
    if (!sender) return undefined;
    sender.physical = physical;
    this.#status();
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
    this.#input.take(only ?? this.#merger.merge(this.#input.levels), 0, count);
  }

  #makeSender(to: Endpoint): UniverseSender {
    const { portAddress, realtime, refresh, keepalive: keepAlive, sync } = this.config;
    // The same buffer is sent each time: should the system queue it, newer levels go out, which is what DMX wants.
    const packet = makeDmx(portAddress);
    let sequence = 0;
    const { hub } = this;
    const pace = { gap: realtime ? 0 : 1000 / refresh, keepAlive, repeats: 0 };
    return new UniverseSender(this.args, this.#map, packet.subarray(DMX_HEADER), pace, {
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
      changed: () => this.#status(),
    });
  }

  #status(): void {
    const { sendTo } = this.config;
    const fault = this.#sender?.fault ?? '';
    if (fault !== '') {
      const detail = `cannot send to ${sendTo?.host ?? ''}: ${fault}`;
      return this.args.status({ state: 'waiting', detail });
    }
    const senders = this.#merger.sources.map(sender => sender.key);
    const nodes = this.hub.nodes.length;
    const parts = [
      `listening on ${this.#where}`,
      senders.length > 0 ? `receiving from ${senders.join(' and ')}` : '',
      sendTo ? `sending to ${sendTo.host}` : '',
      nodes > 0 ? `${nodes} node(s) found` : '',
    ];
    this.args.status({ state: 'ok', detail: parts.filter(part => part !== '').join(', ') });
  }
}
