import type { RemoteInfo, Socket } from 'node:dgram';
import { isLoopback } from '../../shared/net/endpoint.ts';
import { networkFault } from '../../shared/net/network-fault.ts';
import { Retry } from '../../shared/net/retry.ts';
import type { Clock } from '../../shared/plugin/common.ts';
import { resolve4 } from './addresses.ts';
import { closeQuietly, sharedUdp } from './udp.ts';

export interface UdpEvents {
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

/**
 * An IPv4 UDP socket on an address, which comes back by itself, and one that only sends where that address cannot. A
 * protocol adds the sockets that go with it.
 */
export abstract class BoundUdp {
  #main: Socket | undefined;
  #sender: Socket | undefined;
  #open = false;
  #closed = false;
  readonly #retry: Retry;

  constructor(
    private readonly host: string,
    private readonly port: number,
    clock: Clock,
    private readonly events: UdpEvents,
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
      if (this.#closed) return;
      if (address === undefined) this.events.failed(reason, this.#retry.again());
      else this.#bind(address);
    });
  }

  /** Send to an IPv4 address. */
  send(packet: Uint8Array, host: string, port: number, sent: Sent): void {
    if (this.#open) this.#socketTo(host)?.send(packet, port, host, sent);
    else sent(NOT_OPEN);
  }

  /** True when a packet from this port of this computer is our own. */
  sentFrom(port: number): boolean {
    if (!this.#open) return false;
    return port === this.boundPort || (this.#sender !== undefined && portOf(this.#sender) === port);
  }

  close(): void {
    this.#closed = true;
    this.#retry.stop();
    this.#end();
    closeQuietly(this.#sender);
    this.#sender = undefined;
  }

  protected readonly onMessage = (packet: Buffer, from: RemoteInfo): void =>
    this.events.message(packet, from);

  /** The socket is open on `address`: open what goes with it. */
  protected abstract bound(socket: Socket, address: string): void;
  /** The socket is closed: close what went with it. */
  protected abstract unbound(): void;
  /** Settings of the protocol for a socket on `address`, or on none; what throws is left as the system has it. */
  protected abstract tune(socket: Socket, address: string | undefined): void;
  /** Nothing can be sent from a loopback address to the network. */
  protected reaches(host: string): boolean {
    return !isLoopback(this.host) || isLoopback(host);
  }

  #bind(address: string): void {
    const socket = sharedUdp();
    this.#main = socket;
    socket.on('message', this.onMessage);
    socket.once('error', error => this.#fail(socket, error));
    socket.bind({ port: this.port, address, exclusive: false }, () => {
      if (socket !== this.#main) return;
      this.#tune(socket, address);
      this.#open = true;
      this.#retry.settled();
      this.bound(socket, address);
      this.events.opened();
    });
  }

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#main) return;
    this.#end();
    this.events.failed(networkFault(error), this.#retry.again());
  }

  #end(): void {
    closeQuietly(this.#main);
    this.#main = undefined;
    this.#open = false;
    this.unbound();
  }

  #tune(socket: Socket, address: string | undefined): void {
    try {
      socket.setBroadcast(true);
      this.tune(socket, address);
      socket.setRecvBufferSize(RECEIVE_BUFFER);
    } catch {
      // What the system does not grant is an improvement only.
    }
  }

  #socketTo(host: string): Socket | undefined {
    return this.reaches(host) ? this.#main : (this.#sender ??= this.#openSender());
  }

  /** It never listens. */
  #openSender(): Socket {
    const sender = sharedUdp();
    sender.on('error', () => undefined);
    sender.bind(0, () => this.#tune(sender, undefined));
    return sender;
  }
}

function portOf(socket: Socket): number {
  try {
    return socket.address().port;
  } catch {
    return -1;
  }
}
