import type { RemoteInfo } from 'node:dgram';
import type { Detect } from '../../../shared/dmx/options.ts';
import { type UniverseMember, UniverseMembers } from '../../../shared/dmx/universe-members.ts';
import { UnusedUniverses } from '../../../shared/dmx/unused-universes.ts';
import type { Clock, Dispose, Logger } from '../../../shared/plugin/common.ts';
import { localAddresses } from '../../net/addresses.ts';
import type { Sent } from '../../net/bound-udp.ts';
import {
  ARTNET_PORT,
  type DmxHeader,
  isSync,
  makePoll,
  makeSync,
  OP_DMX,
  OP_POLL,
  OP_POLL_REPLY,
  OP_SYNC,
  opcodeOf,
  type Poll,
  readDmx,
  readPoll,
} from './codec.ts';
import type { Bind } from './config.ts';
import { broadcastAddresses } from './broadcast.ts';
import { ArtnetSocket } from './connection.ts';
import { ReplyWriter } from './replies.ts';
import { type ArtnetNode, NodeList } from './nodes.ts';
import { readPollReply } from './poll-reply.ts';

/** One universe on a hub. */
export interface HubMember extends UniverseMember {
  readonly portAddress: number;
  readonly receives: boolean;
  readonly sends: boolean;
  /** An ArtDmx of this universe; `own` when this very socket sent it. */
  dmx(packet: Uint8Array, header: DmxHeader, address: string, own: boolean): void;
  /** An ArtSync. */
  sync(address: string): void;
  nodesChanged(): void;
}

export interface HubOptions {
  readonly bind: Bind;
  readonly poll: boolean;
  readonly nodeName: string;
  readonly detect: Detect;
}

const POLL_EVERY = 3000;
const TICK = 1000;
/** Instances that start together are announced together, ms. */
const ANNOUNCE_AFTER = 100;
const EVERYONE: Poll = { onChange: false, bottom: 0, top: 0x7fff };
const ignore: Sent = () => undefined;

/** All universes of one bind: one socket, shared by the instances, and the nodes seen through it. */
export class ArtnetHub {
  readonly #members = new UniverseMembers<HubMember>(member => member.portAddress);
  readonly #socket: ArtnetSocket;
  readonly #nodes = new NodeList();
  readonly #replies: ReplyWriter;
  readonly #header: DmxHeader = { sequence: 0, physical: 0, portAddress: 0, count: 0 };
  readonly #timers: Dispose[] = [];
  readonly #sync = makeSync();
  readonly #poll = makePoll();
  readonly #unused: UnusedUniverses;
  #syncTo: { readonly host: string; readonly port: number }[] = [];
  #own = new Set<string>();
  #announcing: Dispose | undefined;

  constructor(
    private readonly options: HubOptions,
    private readonly clock: Clock,
    log: Logger,
    /** The last universe left and the socket is closed. */
    private readonly onEmpty: () => void,
  ) {
    this.#unused = new UnusedUniverses('Art-Net', options.detect, log);
    this.#socket = new ArtnetSocket(options.bind, clock, {
      message: (packet, from) => this.#message(packet, from),
      opened: () => this.#opened(),
      failed: (reason, retryMs) => this.#members.failed(reason, retryMs),
    });
    this.#replies = new ReplyWriter(options.bind, options.nodeName);
    this.#socket.start();
    this.#timers.push(clock.every(TICK, () => this.#tick()));
    if (options.poll) this.#timers.push(clock.every(POLL_EVERY, () => this.#broadcast(this.#poll)));
  }

  /** Sending makes sense. */
  get open(): boolean {
    return this.#socket.open;
  }
  get port(): number {
    return this.#socket.boundPort;
  }
  get nodes(): readonly ArtnetNode[] {
    return this.#nodes.list();
  }

  add(member: HubMember): void {
    this.#members.add(member);
    if (this.open) this.#announceSoon();
  }

  remove(member: HubMember): void {
    this.#members.remove(member);
    if (this.#members.all.length === 0) this.#close();
  }

  send(packet: Uint8Array, host: string, port: number, sent: Sent): void {
    this.#socket.send(packet, host, port, sent);
  }

  /** One ArtSync to this node after all frames that are sent in this turn. */
  syncSoon(host: string, port: number): void {
    if (this.#syncTo.length === 0) queueMicrotask(this.#sendSyncs);
    if (this.#syncTo.some(to => to.host === host && to.port === port)) return;
    this.#syncTo.push({ host, port });
  }

  readonly #sendSyncs = (): void => {
    const targets = this.#syncTo;
    this.#syncTo = [];
    for (const { host, port } of targets) this.#socket.send(this.#sync, host, port, ignore);
  };

  #close(): void {
    for (const timer of this.#timers) timer();
    this.#announcing?.();
    this.#socket.close();
    this.onEmpty();
  }

  #opened(): void {
    this.#own = new Set([...localAddresses().map(one => one.address), this.options.bind.host]);
    this.#members.opened();
    if (this.options.poll) this.#broadcast(this.#poll);
    this.#announceSoon();
  }

  /** Tell everyone what we take and send, so that nobody has to wait for the next poll. */
  #announceSoon(): void {
    if (!this.options.poll) return;
    this.#announcing ??= this.clock.after(ANNOUNCE_AFTER, () => {
      this.#announcing = undefined;
      const { host } = this.options.bind;
      for (const reply of this.#replies.answer(EVERYONE, this.#members.all, host, this.port))
        this.#broadcast(reply);
    });
  }

  #broadcast(packet: Uint8Array): void {
    const { host, port } = this.options.bind;
    for (const address of broadcastAddresses(host)) {
      this.#socket.send(packet, address, port === 0 ? ARTNET_PORT : port, ignore);
    }
  }

  #tick(): void {
    const now = this.clock.now();
    this.#members.tick(now);
    if (this.#nodes.expire(now)) this.#nodesChanged();
  }

  #nodesChanged(): void {
    for (const member of this.#members.all) member.nodesChanged();
  }

  #message(packet: Uint8Array, from: RemoteInfo): void {
    const opcode = opcodeOf(packet);
    if (opcode === OP_DMX) return this.#dmx(packet, from);
    if (opcode === OP_SYNC) return this.#synced(packet, from);
    if (opcode === OP_POLL) return this.#polled(packet, from);
    if (opcode === OP_POLL_REPLY) return this.#replied(packet, from);
    // Other operations are for other kinds of devices; only what is no Art-Net at all is a fault.
    if (opcode < 0) this.#members.malformed();
  }

  #isOwn(from: RemoteInfo): boolean {
    return from.port === this.#socket.boundPort && this.#own.has(from.address);
  }

  #dmx(packet: Uint8Array, from: RemoteInfo): void {
    if (!readDmx(packet, this.#header)) return this.#members.malformed();
    const members = this.#members.of(this.#header.portAddress);
    if (!members) return this.#unknown(from.address);
    const own = this.#isOwn(from);
    for (const member of members) member.dmx(packet, this.#header, from.address, own);
  }

  #unknown(address: string): void {
    if (!this.#unused.wanted) return;
    const { portAddress } = this.#header;
    this.#unused.heard(`${portAddress >> 8}:${portAddress & 0xff}`, address);
  }

  #synced(packet: Uint8Array, from: RemoteInfo): void {
    if (!isSync(packet)) return this.#members.malformed();
    for (const member of this.#members.all) member.sync(from.address);
  }

  #polled(packet: Uint8Array, from: RemoteInfo): void {
    const poll = readPoll(packet);
    if (!poll) return this.#members.malformed();
    if (this.#isOwn(from)) return;
    for (const reply of this.#replies.answer(poll, this.#members.all, from.address, this.port)) {
      this.#socket.send(reply, from.address, from.port, ignore);
    }
  }

  #replied(packet: Uint8Array, from: RemoteInfo): void {
    const reply = readPollReply(packet);
    if (!reply) return this.#members.malformed();
    if (this.#isOwn(from)) return;
    if (this.#nodes.take(from.address, reply, this.clock.now())) this.#nodesChanged();
  }
}
