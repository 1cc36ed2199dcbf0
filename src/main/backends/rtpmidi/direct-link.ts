import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { Link, LinkArgs } from './link.ts';
import { PeerStream } from './peer-stream.ts';
import { UdpPort } from './udp.ts';

/** More learned peers than this are refused. */
const MOST_PEERS = 64;

/** Plain RTP-MIDI to peers that are named, or that learn has taken on. */
export class DirectLink implements Link {
  readonly #peers = new Map<string, PeerStream>();
  #port: UdpPort | undefined;

  constructor(private readonly link: LinkArgs) {}

  async open(): Promise<void> {
    const { config, args, events } = this.link;
    const { host, port } = config.bind;
    const failed = () => void args.counters.dropped++;
    this.#port = await UdpPort.open(host, port, (...packet) => this.#packet(...packet), failed);
    for (const peer of config.peers) {
      const { address } = await lookup(peer.host, { family: isIPv6(host) ? 6 : 4 });
      this.#peer(address, peer.port);
    }
    this.#tell();
    if (this.#peers.size > 0) events.onPeer();
  }

  short(length: number, status: number, data1: number, data2: number): void {
    for (const peer of this.#peers.values()) peer.sender.short(length, status, data1, data2);
  }
  sysex(bytes: Uint8Array): void {
    for (const peer of this.#peers.values()) peer.sender.sysex(bytes);
  }
  flush(): void {
    for (const peer of this.#peers.values()) peer.sender.flush();
  }
  async close(): Promise<void> {
    this.#peers.clear();
    await this.#port?.close();
  }

  #packet(bytes: Uint8Array, host: string, port: number): void {
    const { args, config, events } = this.link;
    let peer = this.#peers.get(`${host} ${port}`);
    if (!peer && config.learn && this.#peers.size < MOST_PEERS) {
      peer = this.#peer(host, port);
      this.#tell();
      events.onPeer();
    }
    if (peer) peer.receive(bytes);
    else args.counters.malformed++;
  }

  #peer(host: string, port: number): PeerStream {
    const { args, ssrc, sink } = this.link;
    const stream = new PeerStream(args, ssrc, sink, packet => this.#port?.send(packet, host, port));
    this.#peers.set(`${host} ${port}`, stream);
    return stream;
  }

  #tell(): void {
    const count = this.#peers.size;
    const where = `Listening on ${this.link.config.bind.host}:${this.#port?.port}`;
    this.link.events.onStatus('ok', `${where}, ${count} peer${count === 1 ? '' : 's'}`);
  }
}
