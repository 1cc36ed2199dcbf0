import { createSocket, type RemoteInfo, type Socket as Datagrams } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { Address } from './guest-socket.ts';

/** Who takes what arrives at an endpoint. */
export interface EndpointSink<T> {
  arrived(item: T): void;
}

/**
 * A bound port. Two versions of a script may hold it at once while the new one loads: what arrives goes to the newest,
 * and when that is given up, to the one before again. Nothing is lost by saving a file.
 */
export class SharedEndpoint<T> {
  readonly #sinks: EndpointSink<T>[] = [];

  constructor(
    readonly address: Address,
    private readonly shut: () => void,
    private readonly forget: () => void,
  ) {}

  add(sink: EndpointSink<T>): void {
    this.#sinks.push(sink);
  }
  remove(sink: EndpointSink<T>): void {
    const at = this.#sinks.indexOf(sink);
    if (at >= 0) this.#sinks.splice(at, 1);
    if (this.#sinks.length > 0) return;
    this.forget();
    this.shut();
  }
  arrived(item: T): void {
    this.#sinks.at(-1)?.arrived(item);
  }
}

export interface Datagram {
  readonly data: Uint8Array;
  readonly from: Address;
}
export type UdpEndpoint = SharedEndpoint<Datagram> & { readonly socket: Datagrams };

/** The ports that one script has bound, over all its versions. */
export class Endpoints {
  readonly #tcp = new Map<string, SharedEndpoint<Socket>>();
  readonly #udp = new Map<string, UdpEndpoint>();

  async listen(address: Address, backlog: number): Promise<SharedEndpoint<Socket>> {
    const known = this.#tcp.get(keyOf(address));
    if (known) return known;
    const server: Server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ ...address, backlog }, resolve);
    });
    server.removeAllListeners('error');
    server.on('error', () => undefined);
    const bound = addressOf(server.address(), address);
    const forget = () => void this.#tcp.delete(keyOf(bound));
    const endpoint = new SharedEndpoint<Socket>(bound, () => void server.close(), forget);
    server.on('connection', socket => endpoint.arrived(socket));
    this.#tcp.set(keyOf(bound), endpoint);
    return endpoint;
  }

  async bind(address: Address): Promise<UdpEndpoint> {
    const known = this.#udp.get(keyOf(address));
    if (known) return known;
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ port: address.port, address: address.host }, resolve);
    });
    socket.removeAllListeners('error');
    socket.on('error', () => undefined);
    const bound = addressOf(socket.address(), address);
    const forget = () => void this.#udp.delete(keyOf(bound));
    const shared = new SharedEndpoint<Datagram>(bound, () => socket.close(), forget);
    const endpoint: UdpEndpoint = Object.assign(shared, { socket });
    socket.on('message', (data: Buffer, from: RemoteInfo) => {
      endpoint.arrived({ data, from: { host: from.address, port: from.port } });
    });
    this.#udp.set(keyOf(bound), endpoint);
    return endpoint;
  }
}

function keyOf(address: Address): string {
  return `${address.host} ${address.port}`;
}
function addressOf(given: unknown, wanted: Address): Address {
  const port =
    typeof given === 'object' && given !== null && 'port' in given ? Number(given.port) : wanted.port;
  return { host: wanted.host, port };
}
