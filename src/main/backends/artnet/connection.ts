import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback, isWildcard } from '../../../shared/net/endpoint.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type { Clock } from '../../../shared/plugin/common.ts';

export interface SocketEvents {
  /** `packet` belongs to the caller and is valid during the call only. */
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

/**
 * One UDP socket for all universes of a bind. A second one hears the broadcasts of the network when the bind is a
 * single address, which most systems would keep from it.
 */
export class ArtnetSocket {
  #main: Socket | undefined;
  #broadcast: Socket | undefined;
  #sender: Socket | undefined;
  #open = false;
  readonly #retry: Retry;

  constructor(
    private readonly host: string,
    private readonly port: number,
    clock: Clock,
    private readonly events: SocketEvents,
  ) {
    this.#retry = new Retry(clock, () => this.start());
  }

  get open(): boolean {
    return this.#open;
  }
  /** The port in use, also where 0 was asked for. */
  get boundPort(): number {
    return this.#open && this.#main ? this.#main.address().port : this.port;
  }

  start(): void {
    resolve4(this.host, (address, reason) => {
      if (address === undefined) this.events.failed(reason, this.#retry.again());
      else this.#bind(address);
    });
  }

  #bind(address: string): void {
    const socket = makeSocket();
    this.#main = socket;
    socket.on('message', this.#onMessage);
    socket.once('error', error => this.#fail(socket, error));
    socket.bind({ port: this.port, address, exclusive: false }, () => {
      if (socket !== this.#main) return;
      tune(socket);
      this.#open = true;
      this.#retry.settled();
      this.#hearBroadcasts();
      this.events.opened();
    });
  }

  /** Send to an IPv4 address. */
  send(packet: Uint8Array, host: string, port: number, sent: Sent): void {
    if (this.#open) this.#socketTo(host)?.send(packet, port, host, sent);
    else sent(NOT_OPEN);
  }

  close(): void {
    this.#retry.stop();
    this.#open = false;
    for (const socket of [this.#main, this.#broadcast, this.#sender]) shut(socket);
    this.#main = this.#broadcast = this.#sender = undefined;
  }

  readonly #onMessage = (packet: Buffer, from: RemoteInfo): void => this.events.message(packet, from);

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#main) return;
    shut(socket);
    shut(this.#broadcast);
    this.#main = this.#broadcast = undefined;
    this.#open = false;
    this.events.failed(bindFault(error), this.#retry.again());
  }

  #hearBroadcasts(): void {
    const address = isWildcard(this.host) ? undefined : broadcastAddresses(this.host)[0];
    if (address === undefined || process.platform === 'win32') return;
    const socket = makeSocket();
    this.#broadcast = socket;
    socket.on('message', this.#onMessage);
    // Without it only broadcasts are missed, which the main socket would not hear either.
    socket.on('error', () => shut(socket));
    socket.bind({ port: this.boundPort, address, exclusive: false });
  }

  /** Nothing can be sent from a loopback address to the network: then a socket that never listens does it. */
  #socketTo(host: string): Socket | undefined {
    if (!isLoopback(this.host) || isLoopback(host)) return this.#main;
    if (!this.#sender) {
      this.#sender = makeSocket();
      this.#sender.on('error', () => undefined);
      this.#sender.bind(0, () => this.#sender && tune(this.#sender));
    }
    return this.#sender;
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

function tune(socket: Socket): void {
  socket.setBroadcast(true);
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch {
    // The system's own size is fine too.
  }
}

function shut(socket: Socket | undefined): void {
  if (!socket) return;
  socket.removeAllListeners();
  socket.on('error', () => undefined);
  try {
    socket.close();
  } catch {
    // It was never open.
  }
}

function bindFault(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'another program uses this port';
  if (error.code === 'EADDRNOTAVAIL') return 'this computer has no such address now';
  if (error.code === 'EACCES') return 'the system does not allow it';
  return error.message;
}

interface Interface4 {
  readonly address: string;
  readonly netmask: string;
}

/** The IPv4 addresses of this computer. */
export function localAddresses(): readonly Interface4[] {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(one => one.family === 'IPv4');
}

/** Where a broadcast of `host` goes: that of its network, or those of all networks for 0.0.0.0. */
export function broadcastAddresses(host: string): string[] {
  if (isLoopback(host)) return ['127.255.255.255'];
  const interfaces = localAddresses();
  const own = isWildcard(host) ? interfaces : interfaces.filter(one => one.address === host);
  return [
    ...new Set(
      own.map(({ address, netmask }) =>
        isLoopback(address) ? '127.255.255.255' : highest(address, netmask),
      ),
    ),
  ];
}

/** The highest address of a network. */
function highest(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => Number(part) | (~(mask[i] ?? 255) & 0xff))
    .join('.');
}

/** True when both lie in one network of this computer. */
export function sameNetwork(a: string, b: string, netmask: string): boolean {
  return highest(a, netmask) === highest(b, netmask);
}

/** The IPv4 address of a name; at once for a numeric one. */
export function resolve4(host: string, done: (address: string | undefined, reason: string) => void): void {
  if (isIPv4(host)) return done(host, '');
  lookup(host, { family: 4 }, (error, address) =>
    error ? done(undefined, 'the name is not known') : done(address, ''),
  );
}
