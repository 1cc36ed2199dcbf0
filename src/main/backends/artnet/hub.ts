import type { RemoteInfo } from 'node:dgram';
import type { Detect } from '../../../shared/dmx/options.ts';
import type { InstanceCounters } from '../../../shared/plugin/backend.ts';
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
export interface HubMember {
  readonly portAddress: number;
  readonly receives: boolean;
  readonly sends: boolean;
  readonly counters: InstanceCounters;
  /** An ArtDmx of this universe; `own` when this very socket sent it. */
  dmx(packet: Uint8Array, header: DmxHeader, address: string, own: boolean): void;
  /** An ArtSync. */
  sync(address: string): void;
  opened(): void;
  failed(reason: string, retryMs: number): void;
  nodesChanged(): void;
  tick(now: number): void;
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
  readonly #members: HubMember[] = [];
  readonly #universes = new Map<number, HubMember[]>();
  readonly #socket: ArtnetSocket;
  readonly #nodes = new NodeList();
  readonly #replies: ReplyWriter;
  readonly #header: DmxHeader = { sequence: 0, physical: 0, portAddress: 0, count: 0 };
  readonly #timers: Dispose[] = [];
  readonly #sync = makeSync();
  readonly #poll = makePoll();
  readonly #logged = new Set<string>();
  #syncTo: { readonly host: string; readonly port: number }[] = [];
  #own = new Set<string>();
  #announcing: Dispose | undefined;
  /** Why the socket is not open, once that is known. */
  #fault: { readonly reason: string; readonly retryMs: number } | undefined;

  constructor(
    private readonly options: HubOptions,
    private readonly clock: Clock,
    private readonly log: Logger,
    /** The last universe left and the socket is closed. */
    private readonly onEmpty: () => void,
  ) {
    this.#socket = new ArtnetSocket(options.bind, clock, {
      message: (packet, from) => this.#message(packet, from),
      opened: () => this.#opened(),
      failed: (reason, retryMs) => this.#failed({ reason, retryMs }),
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

  /** Take a universe in and tell it at once how the socket is, when that is known. */
  add(member: HubMember): void {
    this.#members.push(member);
    const list = this.#universes.get(member.portAddress);
    if (list) list.push(member);
    else this.#universes.set(member.portAddress, [member]);
    if (this.open) {
      member.opened();
      this.#announceSoon();
    } else if (this.#fault) member.failed(this.#fault.reason, this.#fault.retryMs);
  }

  remove(member: HubMember): void {
    const drop = (list: HubMember[]) => {
      const at = list.indexOf(member);
      if (at >= 0) list.splice(at, 1);
    };
    drop(this.#members);
    const list = this.#universes.get(member.portAddress) ?? [];
    drop(list);
    if (list.length === 0) this.#universes.delete(member.portAddress);
    if (this.#members.length === 0) this.#close();
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

  #failed(fault: { readonly reason: string; readonly retryMs: number }): void {
    this.#fault = fault;
    for (const member of this.#members) member.failed(fault.reason, fault.retryMs);
  }

  #opened(): void {
    this.#fault = undefined;
    this.#own = new Set([...localAddresses().map(one => one.address), this.options.bind.host]);
    for (const member of this.#members) member.opened();
    if (this.options.poll) this.#broadcast(this.#poll);
    this.#announceSoon();
  }

  /** Tell everyone what we take and send, so that nobody has to wait for the next poll. */
  #announceSoon(): void {
    if (!this.options.poll) return;
    this.#announcing ??= this.clock.after(ANNOUNCE_AFTER, () => {
      this.#announcing = undefined;
      const { host } = this.options.bind;
      for (const reply of this.#replies.answer(EVERYONE, this.#members, host, this.port))
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
    for (const member of this.#members) member.tick(now);
    if (this.#nodes.expire(now)) this.#nodesChanged();
  }

  #nodesChanged(): void {
    for (const member of this.#members) member.nodesChanged();
  }

  #message(packet: Uint8Array, from: RemoteInfo): void {
    const opcode = opcodeOf(packet);
    if (opcode === OP_DMX) return this.#dmx(packet, from);
    if (opcode === OP_SYNC) return this.#synced(packet, from);
    if (opcode === OP_POLL) return this.#polled(packet, from);
    if (opcode === OP_POLL_REPLY) return this.#replied(packet, from);
    // Other operations are for other kinds of devices; only what is no Art-Net at all is a fault.
    if (opcode < 0) this.#malformed();
  }

  #malformed(): void {
    for (const member of this.#members) member.counters.malformed++;
  }

  #isOwn(from: RemoteInfo): boolean {
    return from.port === this.#socket.boundPort && this.#own.has(from.address);
  }

  #dmx(packet: Uint8Array, from: RemoteInfo): void {
    if (!readDmx(packet, this.#header)) return this.#malformed();
    const members = this.#universes.get(this.#header.portAddress);
    if (!members) return this.#unused(from.address);
    const own = this.#isOwn(from);
    for (const member of members) member.dmx(packet, this.#header, from.address, own);
  }

  #unused(address: string): void {
    const { detect } = this.options;
    if (detect === 'off') return;
    const { portAddress } = this.#header;
    const what = `${portAddress >> 8}:${portAddress & 0xff}${detect === 'verbose' ? ` from ${address}` : ''}`;
    if (this.#logged.has(what) || this.#logged.size > 1000) return;
    this.#logged.add(what);
    this.log.info(`Art-Net universe ${what} arrives, but no instance uses it`);
  }

  #synced(packet: Uint8Array, from: RemoteInfo): void {
    if (!isSync(packet)) return this.#malformed();
    for (const member of this.#members) member.sync(from.address);
  }

  #polled(packet: Uint8Array, from: RemoteInfo): void {
    const poll = readPoll(packet);
    if (!poll) return this.#malformed();
    if (this.#isOwn(from)) return;
    for (const reply of this.#replies.answer(poll, this.#members, from.address, this.port)) {
      this.#socket.send(reply, from.address, from.port, ignore);
    }
  }

  #replied(packet: Uint8Array, from: RemoteInfo): void {
    const reply = readPollReply(packet);
    if (!reply) return this.#malformed();
    if (this.#isOwn(from)) return;
    if (this.#nodes.take(from.address, reply, this.clock.now())) this.#nodesChanged();
  }
}
