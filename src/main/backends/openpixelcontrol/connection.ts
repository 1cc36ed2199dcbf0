import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../../../shared/net/endpoint.ts';
import { networkFault } from '../../../shared/net/network-fault.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type { Clock } from '../../../shared/plugin/common.ts';

/** Bytes that may wait for a slow peer; above it newest levels replace older ones. */
const BACKLOG = 256 * 1024;
/** A peer that does not answer the call for so long is tried again, ms. */
const CONNECT_TIMEOUT = 5000;
const KEEP_ALIVE = 10_000;

export interface ClientEvents {
  connected(): void;
  /** Not connected; the next attempt is in `retryMs`. */
  lost(reason: string, retryMs: number): void;
  /** A slow peer caught up: there is room again. */
  drained(): void;
}

/** A TCP connection that comes back by itself. */
export class Client {
  #socket: Socket | undefined;
  #connected = false;
  readonly #retry: Retry;

  constructor(
    private readonly to: Endpoint,
    clock: Clock,
    private readonly events: ClientEvents,
  ) {
    this.#retry = new Retry(clock, () => this.start());
  }

  start(): void {
    const socket = connect({ host: this.to.host, port: this.to.port, noDelay: true });
    this.#socket = socket;
    let reason = 'the other side closed the connection';
    socket.setTimeout(CONNECT_TIMEOUT, () => {
      reason = 'no answer';
      socket.destroy();
    });
    socket.on('connect', () => {
      socket.setTimeout(0);
      socket.setKeepAlive(true, KEEP_ALIVE);
      this.#connected = true;
      this.#retry.settled();
      this.events.connected();
    });
    socket.on('drain', () => this.events.drained());
    socket.on('error', error => (reason = networkFault(error)));
    // Nobody answers in this protocol; reading on lets the end of the connection be seen.
    socket.resume();
    socket.on('close', () => {
      this.#connected = false;
      if (socket === this.#socket) this.events.lost(reason, this.#retry.again());
    });
  }

  get connected(): boolean {
    return this.#connected;
  }
  /** There is room for another message. */
  get ready(): boolean {
    return this.#connected && (this.#socket?.writableLength ?? 0) < BACKLOG;
  }

  /** Send; `message` must not change afterwards. */
  send(message: Uint8Array): void {
    this.#socket?.write(message);
  }

  close(): void {
    this.#retry.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    if (this.#connected) socket?.end(() => socket.destroy());
    else socket?.destroy();
  }
}

/** Takes the bytes of one connected peer. */
export interface Peer {
  data(chunk: Uint8Array): void;
  closed(): void;
}

export interface ServerEvents {
  opened(): void;
  failed(reason: string, retryMs: number): void;
  /** A peer came; undefined sends it away. */
  peer(address: string): Peer;
  peersChanged(count: number): void;
}

const MOST_PEERS = 64;

/** A TCP server that waits for its port. */
export class Listener {
  #server: Server | undefined;
  readonly #peers = new Set<Socket>();
  readonly #retry: Retry;

  constructor(
    private readonly on: Endpoint,
    clock: Clock,
    private readonly events: ServerEvents,
  ) {
    this.#retry = new Retry(clock, () => this.start());
  }

  start(): void {
    const server = createServer({ noDelay: true, keepAlive: true }, socket => this.#welcome(socket));
    this.#server = server;
    server.maxConnections = MOST_PEERS;
    server.on('error', error => {
      server.close();
      if (server === this.#server) this.events.failed(networkFault(error), this.#retry.again());
    });
    server.listen({ host: this.on.host, port: this.on.port, exclusive: true }, () => {
      this.#retry.settled();
      this.events.opened();
    });
  }

  close(): void {
    this.#retry.stop();
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    for (const socket of this.#peers) socket.destroy();
  }

  #welcome(socket: Socket): void {
    this.#peers.add(socket);
    const peer = this.events.peer(socket.remoteAddress ?? '');
    this.events.peersChanged(this.#peers.size);
    socket.on('data', chunk => peer.data(chunk));
    // What happened is seen by the closing that follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#peers.delete(socket);
      peer.closed();
      this.events.peersChanged(this.#peers.size);
    });
  }
}
