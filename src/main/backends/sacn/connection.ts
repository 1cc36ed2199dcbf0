import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIPv4 } from 'node:net';
import { isLoopback, isWildcard } from '../../../shared/net/endpoint.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import type { Bind } from './config.ts';
import { closeQuietly, Multicast } from './multicast.ts';

export interface SocketEvents {
  /** `packet` is valid during the call only. */
  message(packet: Uint8Array, from: RemoteInfo): void;
  opened(): void;
  /** Not open; the next attempt is in `retryMs`. */
  failed(reason: string, retryMs: number): void;
}

/** Told after each packet that was handed to `send`. */
export type Sent = (error: Error | null) => void;

const NOT_OPEN = new Error('the socket is not open');
/** A burst of many universes must fit in the kernel while the program is busy, bytes. */
const RECEIVE_BUFFER = 2 << 20;

/** The sockets of one bind: unicast, multicast groups, and one that only sends where the bind cannot. */
export class SacnSocket {
  #main: Socket | undefined;
  #sender: Socket | undefined;
  #multicast: Multicast | undefined;
  readonly #joined: number[] = [];
  readonly #retry: Retry;

  constructor(
    private readonly bind: Bind,
    clock: Clock,
    private readonly events: SocketEvents,
  ) {
    this.#retry = new Retry(clock, () => this.start());
  }

  get open(): boolean {
    return this.#multicast !== undefined;
  }
  /** The port in use, also where 0 was asked for. */
  get boundPort(): number {
    return this.open && this.#main ? this.#main.address().port : this.bind.port;
  }

  start(): void {
    resolve4(this.bind.host, (address, reason) => {
      if (address === undefined) this.events.failed(reason, this.#retry.again());
      else this.#bind(address);
    });
  }

  /** True when a packet from this port of this computer is our own. */
  sentFrom(port: number): boolean {
    if (!this.open) return false;
    return port === this.boundPort || (this.#sender !== undefined && portOf(this.#sender) === port);
  }

  send(packet: Uint8Array, host: string, port: number, sent: Sent): void {
    if (this.open) this.#socketTo(host)?.send(packet, port, host, sent);
    else sent(NOT_OPEN);
  }

  /** Hear a universe's multicast; count and leave as often as joined. Kept over a new start. */
  join(universe: number): void {
    this.#joined.push(universe);
    this.#multicast?.join(universe);
  }

  leave(universe: number): void {
    const at = this.#joined.indexOf(universe);
    if (at < 0) return;
    this.#joined.splice(at, 1);
    this.#multicast?.leave(universe);
  }

  /** Networks may have come or gone. */
  refresh(): void {
    this.#multicast?.refresh();
  }

  close(): void {
    this.#retry.stop();
    this.#multicast?.close();
    for (const socket of [this.#main, this.#sender]) if (socket) closeQuietly(socket);
    this.#main = this.#sender = this.#multicast = undefined;
  }

  readonly #onMessage = (packet: Buffer, from: RemoteInfo): void => this.events.message(packet, from);

  #bind(address: string): void {
    const socket = makeSocket();
    this.#main = socket;
    socket.on('message', this.#onMessage);
    socket.once('error', error => this.#fail(socket, error));
    socket.bind({ port: this.bind.port, address, exclusive: false }, () => {
      if (socket !== this.#main) return;
      this.#tune(socket, isWildcard(address) ? undefined : address);
      this.#multicast = new Multicast(socket, address, socket.address().port, this.#onMessage);
      for (const universe of this.#joined) this.#multicast.join(universe);
      this.#retry.settled();
      this.events.opened();
    });
  }

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#main) return;
    closeQuietly(socket);
    this.#multicast?.close();
    this.#main = this.#multicast = undefined;
    this.events.failed(bindFault(error), this.#retry.again());
  }

  #tune(socket: Socket, network: string | undefined): void {
    const { local, host } = this.bind;
    try {
      socket.setMulticastLoopback(local || isLoopback(host));
      socket.setBroadcast(true);
      if (network !== undefined) socket.setMulticastInterface(network);
      socket.setRecvBufferSize(RECEIVE_BUFFER);
    } catch {
      // What the system does not grant is an improvement only.
    }
  }

  /** Nothing can be sent from a loopback address to the network: then a socket that never listens does it. */
  #socketTo(host: string): Socket | undefined {
    const toGroup = host.startsWith('239.');
    const reaches = !isLoopback(this.bind.host) || isLoopback(host) || (toGroup && this.bind.given);
    if (reaches) return this.#main;
    if (!this.#sender) {
      const sender = makeSocket();
      this.#sender = sender;
      sender.on('error', () => undefined);
      sender.bind(0, () => this.#tune(sender, undefined));
    }
    return this.#sender;
  }
}

function portOf(socket: Socket): number {
  try {
    return socket.address().port;
  } catch {
    return -1;
  }
}

function makeSocket(): Socket {
  // Addresses are numeric here; the usual look-up would cost each packet a turn through the resolver.
  const numeric = (
    host: string,
    _options: unknown,
    done: (e: null, address: string, family: number) => void,
  ) => done(null, host, 4);
  return createSocket({ type: 'udp4', reuseAddr: true, lookup: numeric as typeof lookup });
}

function bindFault(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'another program uses this port';
  if (error.code === 'EADDRNOTAVAIL') return 'this computer has no such address now';
  if (error.code === 'EACCES') return 'the system does not allow it';
  return error.message;
}

/** The IPv4 address of a name; at once for a numeric one. */
export function resolve4(host: string, done: (address: string | undefined, reason: string) => void): void {
  if (isIPv4(host)) return done(host, '');
  lookup(host, { family: 4 }, (error, address) =>
    error ? done(undefined, 'the name is not known') : done(address, ''),
  );
}
