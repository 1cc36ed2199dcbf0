import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { AppleSession, type Remote } from './apple-session.ts';
import { isSessionCommand, parseCommand, type SessionCommand, writeCommand } from './apple.ts';
import type { Link, LinkArgs } from './link.ts';
import type { Discovery, FoundSession } from './mdns.ts';
import { PeerStream } from './peer-stream.ts';
import { openPair, UdpPort } from './udp.ts';

/** Feedback on what was heard goes out this often, ms. */
const FEEDBACK_MS = 1000;
const MOST_SESSIONS = 64;

interface Peer {
  readonly session: AppleSession;
  stream: PeerStream | undefined;
  /** What the last feedback told. */
  told: number | undefined;
}

/** AppleMIDI sessions with every peer that is named, found or lets itself in. */
export class AppleLink implements Link {
  readonly #peers = new Map<string, Peer>();
  readonly #disposals: Dispose[] = [];
  #control: UdpPort | undefined;
  #data: UdpPort | undefined;

  constructor(
    private readonly link: LinkArgs,
    private readonly name: string,
    private readonly discovery: Discovery,
  ) {}

  async open(): Promise<void> {
    const { config, args } = this.link;
    const { host, port } = config.bind;
    const failed = () => void args.counters.dropped++;
    const { control, data } = await openPair(port, (number, isData) => {
      const onPacket = isData ? this.#onData : this.#onControl;
      return UdpPort.open(host, number, onPacket, failed);
    });
    this.#control = control;
    this.#data = data;
    for (const peer of config.peers) {
      const { address } = await lookup(peer.host, { family: isIPv6(host) ? 6 : 4 });
      this.#invite({ host: address, controlPort: peer.port - 1, dataPort: peer.port });
    }
    this.#disposals.push(args.clock.every(FEEDBACK_MS, () => this.#feedback()));
    this.#disposals.push(this.discovery.announce(args.name, control.port));
    if (config.invite.length > 0) this.#disposals.push(this.discovery.browse(found => this.#found(found)));
    this.#tell();
  }

  short(length: number, status: number, data1: number, data2: number): void {
    for (const peer of this.#peers.values()) peer.stream?.sender.short(length, status, data1, data2);
  }
  sysex(bytes: Uint8Array): void {
    for (const peer of this.#peers.values()) peer.stream?.sender.sysex(bytes);
  }
  flush(): void {
    for (const peer of this.#peers.values()) peer.stream?.sender.flush();
  }
  async close(): Promise<void> {
    for (const dispose of this.#disposals.splice(0)) dispose();
    for (const peer of this.#peers.values()) peer.session.close();
    this.#peers.clear();
    await Promise.all([this.discovery.close(), this.#control?.close(), this.#data?.close()]);
  }

  #found(found: FoundSession): void {
    const { config, args } = this.link;
    const wanted = config.invite.includes('*') || config.invite.includes(found.name);
    if (!wanted || (found.name === args.name && found.port === this.#control?.port)) return;
    if (this.#peers.has(`${found.host} ${found.port}`)) return;
    this.#invite({ host: found.host, controlPort: found.port, dataPort: found.port + 1 });
  }

  #invite(remote: Remote): void {
    this.#add(remote, true, Math.floor(Math.random() * 0x100000000)).session.invite();
  }

  #add(remote: Remote, initiator: boolean, token: number): Peer {
    const { args, ssrc } = this.link;
    const world = {
      clock: args.clock,
      ssrc,
      name: this.name,
      sendControl: (bytes: Uint8Array, to: Remote) => this.#control?.send(bytes, to.host, to.controlPort),
      sendData: (bytes: Uint8Array, to: Remote) => this.#data?.send(bytes, to.host, to.dataPort),
    };
    const events = {
      onConnected: (session: AppleSession) => this.#connected(session),
      onLost: (session: AppleSession) => this.#lost(session),
      onFeedback: (session: AppleSession, sequence: number) =>
        this.#peers.get(keyOf(session.remote))?.stream?.sender.feedback(sequence),
    };
    const peer = {
      session: new AppleSession(remote, initiator, world, events, token),
      stream: undefined,
      told: undefined,
    };
    this.#peers.set(keyOf(remote), peer);
    return peer;
  }

  #connected(session: AppleSession): void {
    const peer = this.#peers.get(keyOf(session.remote));
    if (!peer) return;
    const { args, ssrc, sink, events } = this.link;
    const send = (packet: Uint8Array) =>
      this.#data?.send(packet, session.remote.host, session.remote.dataPort);
    peer.stream = new PeerStream(args, ssrc, sink, send);
    this.#tell();
    events.onPeer();
  }

  #lost(session: AppleSession): void {
    const peer = this.#peers.get(keyOf(session.remote));
    if (!peer) return;
    const wasConnected = peer.stream !== undefined;
    peer.stream = undefined;
    if (!session.initiator) this.#peers.delete(keyOf(session.remote));
    this.#tell();
    if (wasConnected) this.link.events.onPeerLost(this.#connectedPeers().length);
  }

  readonly #onControl = (bytes: Uint8Array, host: string, port: number): void => {
    const command = parseCommand(bytes);
    if (!command) return void this.link.args.counters.malformed++;
    const peer = this.#peers.get(`${host} ${port}`);
    if (command.type === 'IN') this.#invited(command, { host, controlPort: port, dataPort: port + 1 }, peer);
    else peer?.session.control(command);
  };

  readonly #onData = (bytes: Uint8Array, host: string, port: number): void => {
    const command = isSessionCommand(bytes) ? parseCommand(bytes) : undefined;
    if (command?.type === 'IN') {
      for (const { session } of this.#peers.values()) {
        if (session.remote.host === host && session.token === command.token) session.data(command, port);
      }
      return;
    }
    const peer = this.#byDataPort(host, port);
    if (command) peer?.session.data(command, port);
    else if (peer?.stream && !isSessionCommand(bytes)) peer.stream.receive(bytes);
    else this.link.args.counters.malformed++;
  };

  #byDataPort(host: string, port: number): Peer | undefined {
    for (const peer of this.#peers.values()) {
      if (peer.session.remote.dataPort === port && peer.session.remote.host === host) return peer;
    }
    return undefined;
  }

  #invited(
    command: Extract<SessionCommand, { type: 'IN' | 'OK' | 'NO' | 'BY' }>,
    remote: Remote,
    known: Peer | undefined,
  ): void {
    const { config, ssrc } = this.link;
    const named = known?.session.initiator === true;
    const welcome = named || config.join === '*' || config.join === command.name;
    if (!welcome || (!known && this.#peers.size >= MOST_SESSIONS)) {
      const refusal = writeCommand({ type: 'NO', token: command.token, ssrc, name: this.name });
      this.#control?.send(refusal, remote.host, remote.controlPort);
      return;
    }
    // Both invite at once: the greater number goes on, the other lets itself in.
    if (named && !known.session.isConnected && ssrc > command.ssrc) return;
    if (known) {
      known.session.abandon();
      this.#lost(known.session);
    }
    if (named) return known.session.accept(command);
    this.#add(remote, false, command.token).session.accept(command);
  }

  #feedback(): void {
    for (const peer of this.#peers.values()) {
      const heard = peer.stream?.receiver.sequence;
      if (heard === undefined || heard === peer.told) continue;
      peer.told = heard;
      peer.session.feedback(heard);
    }
  }

  #connectedPeers(): Peer[] {
    return [...this.#peers.values()].filter(peer => peer.stream !== undefined);
  }

  #tell(): void {
    const names = this.#connectedPeers().map(peer => peer.session.peerName || keyOf(peer.session.remote));
    const where = `on ${this.link.config.bind.host}:${this.#data?.port}`;
    if (names.length > 0) this.link.events.onStatus('ok', `In session ${where} with ${names.join(', ')}`);
    else this.link.events.onStatus('waiting', `Listening ${where}; nobody is in the session`);
  }
}

function keyOf(remote: Remote): string {
  return `${remote.host} ${remote.controlPort}`;
}
