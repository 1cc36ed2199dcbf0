import { answer, type CallAnswer } from '../link/calls.ts';
import { type Address, GuestSocket, MOST_WAITING, SocketFault } from './guest-socket.ts';
import { isLoopback } from './policy.ts';
import type { Datagram, Endpoints, UdpEndpoint } from './shared-endpoint.ts';

/** UDP over IPv4. Datagrams that the script does not fetch in time are dropped, as the system does. */
export class UdpSocket extends GuestSocket {
  /** Datagrams dropped because too many waited. */
  dropped = 0;
  #endpoint: UdpEndpoint | undefined;
  #peer: Address | undefined;
  #bytes = 0;
  readonly #received: Datagram[] = [];

  constructor(private readonly endpoints: Endpoints) {
    super();
  }

  get readable(): boolean {
    return this.#received.length > 0;
  }
  get writable(): boolean {
    return true;
  }

  connect(address: Address): Promise<void> {
    this.#peer = address;
    return Promise.resolve();
  }
  async bind(address: Address): Promise<void> {
    if (this.#endpoint) throw new SocketFault('EINVAL', 'the socket is bound already');
    this.#endpoint = await this.endpoints.bind(address);
    this.#endpoint.add(this);
  }
  listen(): Promise<void> {
    throw new SocketFault('EOPNOTSUPP', 'UDP does not listen');
  }
  accept(): GuestSocket {
    throw new SocketFault('EOPNOTSUPP', 'UDP does not accept');
  }

  arrived(datagram: Datagram): void {
    if (this.#bytes + datagram.data.length > MOST_WAITING) {
      this.dropped++;
      return;
    }
    this.#received.push(datagram);
    this.#bytes += datagram.data.length;
    this.ready();
  }

  take(size: number): CallAnswer {
    const datagram = this.#received.shift();
    if (!datagram) throw new SocketFault('EAGAIN');
    this.#bytes -= datagram.data.length;
    const data = datagram.data.subarray(0, size);
    return answer(data.length, `${datagram.from.host} ${datagram.from.port}`, data);
  }

  send(data: Uint8Array): Promise<number> {
    if (!this.#peer) throw new SocketFault('EDESTADDRREQ', 'the socket is not connected');
    return this.sendTo(data, this.#peer);
  }
  async sendTo(data: Uint8Array, { host, port }: Address): Promise<number> {
    if (!this.#endpoint) await this.bind({ host: isLoopback(host) ? '127.0.0.1' : '0.0.0.0', port: 0 });
    await new Promise<void>((resolve, reject) => {
      this.#endpoint?.socket.send(data, port, host, error => (error ? reject(error) : resolve()));
    });
    return data.length;
  }

  shutdown(): void {
    this.#peer = undefined;
  }
  localAddress(): Address {
    return this.#endpoint?.address ?? { host: '0.0.0.0', port: 0 };
  }
  peerAddress(): Address {
    if (!this.#peer) throw new SocketFault('ENOTCONN', 'the socket is not connected');
    return this.#peer;
  }
  close(): void {
    this.#endpoint?.remove(this);
  }
}
