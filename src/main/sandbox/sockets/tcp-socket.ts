import { connect, type Socket } from 'node:net';
import { answer, type CallAnswer } from '../link/calls.ts';
import { type Address, codeOf, GuestSocket, MOST_WAITING, SocketFault, withTimeout } from './guest-socket.ts';
import type { Endpoints, SharedEndpoint } from './shared-endpoint.ts';

/** Connections that wait to be accepted. */
const MOST_PENDING = 64;

/** TCP: a client, a listener, or the end of an accepted connection. */
export class TcpSocket extends GuestSocket {
  override finished = false;
  #stream: Socket | undefined;
  #connecting = false;
  #fault: unknown;
  #ended = false;
  #received: Buffer[] = [];
  #bytes = 0;
  #bound: Address = { host: '127.0.0.1', port: 0 };
  #endpoint: SharedEndpoint<Socket> | undefined;
  readonly #pending: Socket[] = [];

  constructor(
    private readonly endpoints: Endpoints,
    stream?: Socket,
  ) {
    super();
    if (stream) this.#adopt(stream);
  }

  get readable(): boolean {
    return this.#pending.length > 0 || this.#bytes > 0 || this.#ended;
  }
  get writable(): boolean {
    return !this.#connecting && (this.#stream?.writableLength ?? 0) < MOST_WAITING;
  }

  async connect({ host, port }: Address, timeout: number): Promise<void> {
    if (this.#stream) throw new SocketFault(this.#connecting ? 'EALREADY' : 'EISCONN');
    const stream = connect({ host, port, family: host.includes(':') ? 6 : 4, noDelay: true });
    this.#connecting = true;
    this.#adopt(stream);
    const connected = new Promise<void>((resolve, reject) => {
      stream.once('connect', resolve);
      stream.once('error', reject);
    }).finally(() => (this.#connecting = false));
    if (timeout === 0) {
      connected.catch(() => undefined);
      throw new SocketFault('EINPROGRESS', 'the connection is being made');
    }
    try {
      await withTimeout(connected, timeout);
    } catch (thrown) {
      stream.destroy();
      this.#stream = undefined;
      this.#fault = undefined;
      this.#ended = false;
      throw thrown;
    }
  }

  bind(address: Address): Promise<void> {
    this.#bound = address;
    return Promise.resolve();
  }

  async listen(backlog: number): Promise<void> {
    this.#endpoint ??= await this.endpoints.listen(this.#bound, Math.max(1, Math.min(backlog, MOST_PENDING)));
    this.#endpoint.add(this);
  }

  /** A connection came in. */
  arrived(stream: Socket): void {
    if (this.#pending.length >= MOST_PENDING) return void stream.destroy();
    stream.on('error', () => undefined);
    stream.pause();
    this.#pending.push(stream);
    this.ready();
  }

  accept(): TcpSocket {
    const stream = this.#pending.shift();
    if (!stream) throw new SocketFault(this.#endpoint ? 'EAGAIN' : 'EINVAL');
    stream.resume();
    return new TcpSocket(this.endpoints, stream);
  }

  take(size: number): CallAnswer {
    const first = this.#received[0];
    if (!first) {
      const fault = this.#fault;
      this.#fault = undefined;
      this.finished = true;
      if (fault) throw new SocketFault(codeOf(fault), 'the connection broke');
      return answer(0);
    }
    const data = first.subarray(0, size);
    if (data.length < first.length) this.#received[0] = first.subarray(data.length);
    else this.#received.shift();
    this.#bytes -= data.length;
    if (this.#bytes < MOST_WAITING / 4) this.#stream?.resume();
    return answer(data.length, nameOf(this.#stream?.remoteAddress, this.#stream?.remotePort), data);
  }

  async send(data: Uint8Array, timeout: number): Promise<number> {
    const stream = this.#stream;
    if (!stream) throw new SocketFault('ENOTCONN', 'the socket is not connected');
    if (stream.destroyed || stream.writableEnded) throw new SocketFault('EPIPE', 'the connection is closed');
    if (timeout === 0 && !this.writable) throw new SocketFault('EAGAIN', 'the send buffer is full');
    const sent = new Promise<void>((resolve, reject) => {
      stream.write(data, error => (error ? reject(error) : resolve()));
    });
    sent.catch(() => undefined);
    if (timeout !== 0) await withTimeout(sent, timeout);
    return data.length;
  }
  sendTo(data: Uint8Array): Promise<number> {
    return this.send(data, -1);
  }

  shutdown(): void {
    this.#stream?.end();
  }
  localAddress(): Address {
    const stream = this.#stream;
    if (!stream) return this.#endpoint?.address ?? this.#bound;
    return { host: stream.localAddress ?? '', port: stream.localPort ?? 0 };
  }
  peerAddress(): Address {
    const stream = this.#stream;
    if (stream?.remotePort === undefined) throw new SocketFault('ENOTCONN', 'the socket is not connected');
    return { host: stream.remoteAddress ?? '', port: stream.remotePort };
  }

  close(): void {
    this.#endpoint?.remove(this);
    for (const stream of this.#pending) stream.destroy();
    // What was sent is still delivered; what comes is not wanted any more.
    this.#stream?.destroySoon();
  }

  #adopt(stream: Socket): void {
    this.#stream = stream;
    stream.on('data', (data: Buffer) => {
      this.#received.push(data);
      this.#bytes += data.length;
      if (this.#bytes > MOST_WAITING) stream.pause();
      this.ready();
    });
    const end = (fault?: unknown) => {
      this.#fault ??= fault;
      this.#ended = true;
      this.ready();
    };
    stream.on('end', () => end());
    stream.on('close', () => end());
    stream.on('error', end);
  }
}

function nameOf(host: string | undefined, port: number | undefined): string {
  return `${host ?? ''} ${port ?? 0}`;
}
