import type { RemoteInfo } from 'node:dgram';
import type { Detect } from '../../../shared/dmx/options.ts';
import { type UniverseMember, UniverseMembers } from '../../../shared/dmx/universe-members.ts';
import { UnusedUniverses } from '../../../shared/dmx/unused-universes.ts';
import type { Clock, Dispose, Logger } from '../../../shared/plugin/common.ts';
import type { Sent } from '../../net/bound-udp.ts';
import { formatCid } from './cid.ts';
import {
  cidOf,
  type DataHeader,
  DISCOVERY_UNIVERSE,
  emptyHeader,
  groupOf,
  isFrom,
  kindOf,
  makeSync,
  nameOf,
  readData,
  readDiscovery,
  readSync,
  SACN_PORT,
  stampSync,
} from './codec.ts';
import type { Bind } from './config.ts';
import { SacnSocket } from './connection.ts';
import { DISCOVERY_INTERVAL, discoveryPages, type SacnSource, SourceList } from './discovery.ts';

/** One universe on a hub. */
export interface HubMember extends UniverseMember {
  readonly universe: number;
  readonly sends: boolean;
  /** A data packet of this universe; `own` when this very socket sent it. */
  data(packet: Uint8Array, header: DataHeader, own: boolean): void;
  sync(address: number): void;
  /** Add the universes on which synchronisation is awaited. */
  syncAddresses(into: Set<number>): void;
  sourcesChanged(): void;
}

export interface HubOptions {
  readonly bind: Bind;
  readonly sourceName: string;
  readonly detect: Detect;
  readonly discover: boolean;
}

const TICK = 250;
/** How often networks that came are looked for, ms. */
const REFRESH = 5000;
const ignore: Sent = () => undefined;

interface SyncTarget {
  readonly address: number;
  readonly host: string;
  readonly port: number;
}

/** All universes of one bind: their sockets, shared by the instances, and the sources seen through them. */
export class SacnHub {
  readonly #members = new UniverseMembers<HubMember>(member => member.universe);
  readonly #socket: SacnSocket;
  readonly #sources = new SourceList();
  readonly #header = emptyHeader();
  readonly #timers: Dispose[] = [];
  readonly #unused: UnusedUniverses;
  readonly #syncSequence = new Map<number, number>();
  #syncJoined = new Set<number>();
  #syncTo: SyncTarget[] = [];

  constructor(
    readonly cid: Uint8Array,
    private readonly options: HubOptions,
    private readonly clock: Clock,
    log: Logger,
    /** The last universe left and the sockets are closed. */
    private readonly onEmpty: () => void,
  ) {
    this.#unused = new UnusedUniverses('sACN', options.detect, log);
    this.#socket = new SacnSocket(options.bind, clock, {
      message: (packet, from) => this.#message(packet, from),
      opened: () => this.#members.opened(),
      failed: (reason, retryMs) => this.#members.failed(reason, retryMs),
    });
    this.#socket.start();
    this.#timers.push(clock.every(TICK, () => this.#tick()));
    this.#timers.push(clock.every(REFRESH, () => this.#socket.refresh()));
    if (!options.discover) return;
    this.#socket.join(DISCOVERY_UNIVERSE);
    this.#timers.push(clock.every(DISCOVERY_INTERVAL, () => this.#sendDiscovery()));
  }

  get open(): boolean {
    return this.#socket.open;
  }
  get port(): number {
    return this.#socket.boundPort;
  }
  get sources(): readonly SacnSource[] {
    return this.#sources.list();
  }

  add(member: HubMember, multicast: boolean): void {
    if (multicast) this.#socket.join(member.universe);
    this.#members.add(member);
  }

  remove(member: HubMember, multicast: boolean): void {
    if (multicast) this.#socket.leave(member.universe);
    this.#members.remove(member);
    if (this.#members.all.length === 0) this.#close();
  }

  send(packet: Uint8Array, host: string, port: number, sent: Sent): void {
    this.#socket.send(packet, host, port, sent);
  }

  /** One synchronisation packet to this receiver after all frames that are sent in this turn. */
  syncSoon(address: number, host: string | undefined, port: number): void {
    if (this.#syncTo.length === 0) queueMicrotask(this.#sendSyncs);
    const target = { address, host: host ?? groupOf(address), port };
    const same = (to: SyncTarget) => to.address === address && to.host === target.host && to.port === port;
    if (!this.#syncTo.some(same)) this.#syncTo.push(target);
  }

  #close(): void {
    for (const timer of this.#timers) timer();
    // Packets that say goodbye are still on their way through the socket.
    setImmediate(() => this.#socket.close());
    this.onEmpty();
  }

  readonly #sendSyncs = (): void => {
    const targets = this.#syncTo;
    this.#syncTo = [];
    for (const { address, host, port } of targets) {
      const sequence = ((this.#syncSequence.get(address) ?? -1) + 1) & 0xff;
      this.#syncSequence.set(address, sequence);
      const packet = makeSync(this.cid, address);
      stampSync(packet, sequence);
      this.#socket.send(packet, host, port, ignore);
    }
  };

  #sendDiscovery(): void {
    const universes = this.#members.all.filter(member => member.sends).map(member => member.universe);
    const { bind, sourceName } = this.options;
    const port = bind.port === 0 ? SACN_PORT : bind.port;
    for (const page of discoveryPages(this.cid, sourceName, universes)) {
      this.#socket.send(page, groupOf(DISCOVERY_UNIVERSE), port, ignore);
    }
  }

  #tick(): void {
    const now = this.clock.now();
    this.#members.tick(now);
    if (this.#sources.expire(now)) this.#sourcesChanged();
    this.#joinSyncs();
  }

  /** Hear the synchronisation that the sources of our universes announce. */
  #joinSyncs(): void {
    const wanted = new Set<number>();
    for (const member of this.#members.all) member.syncAddresses(wanted);
    for (const address of wanted) if (!this.#syncJoined.has(address)) this.#socket.join(address);
    for (const address of this.#syncJoined) if (!wanted.has(address)) this.#socket.leave(address);
    this.#syncJoined = wanted;
  }

  #sourcesChanged(): void {
    for (const member of this.#members.all) member.sourcesChanged();
  }

  #message(packet: Uint8Array, from: RemoteInfo): void {
    const kind = kindOf(packet);
    if (kind === 'data') return this.#data(packet, from);
    if (kind === 'sync') return this.#sync(packet);
    if (kind === 'discovery') return this.#discovery(packet, from);
    if (kind === 'malformed') this.#members.malformed();
  }

  #data(packet: Uint8Array, from: RemoteInfo): void {
    if (!readData(packet, this.#header)) return this.#members.malformed();
    const members = this.#members.of(this.#header.universe);
    if (!members) return this.#unknown(packet);
    const own = this.#socket.sentFrom(from.port) && isFrom(packet, this.cid);
    for (const member of members) member.data(packet, this.#header, own);
  }

  #unknown(packet: Uint8Array): void {
    if (this.#unused.wanted) this.#unused.heard(String(this.#header.universe), `"${nameOf(packet)}"`);
  }

  #sync(packet: Uint8Array): void {
    const address = readSync(packet);
    if (address === 0) return this.#members.malformed();
    for (const member of this.#members.all) member.sync(address);
  }

  #discovery(packet: Uint8Array, from: RemoteInfo): void {
    const page = readDiscovery(packet);
    if (!page) return this.#members.malformed();
    if (isFrom(packet, this.cid)) return;
    const cid = formatCid(cidOf(packet));
    if (this.#sources.take(cid, from.address, page, this.clock.now())) this.#sourcesChanged();
  }
}
