import { messageOf } from '../../../shared/error/coded-error.ts';
import { answer, type CallAnswer, type CallRequest, DATA_BYTES, refusal } from '../link/calls.ts';
import { type Address, codeOf, type GuestSocket, SocketFault } from './guest-socket.ts';
import { isLoopback, type Reach, type SocketPolicy } from './policy.ts';
import type { Endpoints } from './shared-endpoint.ts';
import { select } from './select.ts';
import { TcpSocket } from './tcp-socket.ts';
import { UdpSocket } from './udp-socket.ts';

/** Sockets that one script may have open. */
const MOST_SOCKETS = 64;
/** SOCK_DGRAM; everything else is a stream. */
const DATAGRAM = 2;
const IPV6 = 10;
/** A managed socket whose end was read is let go after this, ms: its handler had its chance to do so itself. */
const GRACE = 100;

/** The sockets of one loaded version of a script, and the calls that it makes on them. */
export class SocketTable {
  readonly #sockets = new Map<number, GuestSocket>();
  #next = 3;

  constructor(
    private readonly policy: SocketPolicy,
    /** Tell the script that a managed socket has something to read; false when the ring is full. */
    private readonly notify: (fd: number) => boolean,
    /** The ports that the script holds, over all its versions. */
    private readonly endpoints: Endpoints,
  ) {}

  async call(request: CallRequest): Promise<CallAnswer> {
    try {
      return await this.#dispatch(request);
    } catch (thrown) {
      const code = thrown instanceof SocketFault ? thrown.code : codeOf(thrown);
      return refusal(code, messageOf(thrown));
    }
  }

  /** Tell again what could not be told because the ring was full. */
  poke(): void {
    for (const fd of this.#sockets.keys()) this.#poke(fd);
  }

  closeAll(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  async #dispatch(request: CallRequest): Promise<CallAnswer> {
    const { op, a, b, text, data, timeout } = request;
    if (op === 'socket') return this.#open(a, b);
    if (op === 'select') return answer(0, await select(this.#sockets, text, timeout));
    if (op === 'resolve') return answer(0, text === '' || text === 'localhost' ? '127.0.0.1' : text);
    if (op === 'sleep') return await new Promise(resolve => setTimeout(() => resolve(answer(0)), timeout));
    const socket = this.#sockets.get(a);
    if (!socket) throw new SocketFault('EBADF', 'the socket is closed');
    switch (op) {
      case 'ready':
        return answer(socket.managed && socket.readable && !socket.finished ? 1 : 0);
      case 'accept':
        return await this.#accept(socket, timeout);
      case 'recv':
        return await this.#receive(a, socket, Math.max(0, Math.min(b, DATA_BYTES)), timeout);
      case 'send':
        return answer(await socket.send(data, timeout));
      case 'sendto':
        return answer(await socket.sendTo(data, this.#allowed('send', text, b)));
      case 'manage':
        return this.#manage(a, socket, b === 1);
      case 'close':
        this.#sockets.delete(a);
        socket.close();
        return answer(0);
      default:
        return await this.#prepare(socket, request);
    }
  }

  async #prepare(socket: GuestSocket, { op, b, text, timeout }: CallRequest): Promise<CallAnswer> {
    switch (op) {
      case 'connect':
        await socket.connect(this.#allowed('connect', text, b), timeout);
        return answer(0);
      case 'bind':
        await socket.bind(this.#allowed('listen', text === '' ? '0.0.0.0' : text, b));
        return answer(0);
      case 'listen':
        await socket.listen(b);
        return answer(0);
      case 'shutdown':
        if (b > 0) socket.shutdown();
        return answer(0);
      case 'localName':
        return answer(0, nameOf(socket.localAddress()));
      case 'peerName':
        return answer(0, nameOf(socket.peerAddress()));
      default:
        return answer(0);
    }
  }

  #open(family: number, type: number): CallAnswer {
    if (family === IPV6) throw new SocketFault('EAFNOSUPPORT', 'only IPv4 sockets are offered');
    return answer(
      this.#add((type & 15) === DATAGRAM ? new UdpSocket(this.endpoints) : new TcpSocket(this.endpoints)),
    );
  }

  #add(socket: GuestSocket): number {
    if (this.#sockets.size >= MOST_SOCKETS) {
      socket.close();
      throw new SocketFault('EMFILE', `a script may have ${MOST_SOCKETS} sockets`);
    }
    const fd = this.#next++;
    this.#sockets.set(fd, socket);
    socket.onReadable = () => this.#arrived(fd, socket);
    return fd;
  }

  #allowed(reach: Reach, host: string, port: number): Address {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new SocketFault('EINVAL', 'no such port');
    const canonical = host === 'localhost' ? '127.0.0.1' : host;
    if (isLoopback(canonical) || this.policy.allows(reach, canonical, port)) return { host: canonical, port };
    throw new SocketFault('EACCES', `this patch may not ${reach} ${host}:${port}`);
  }

  async #accept(socket: GuestSocket, timeout: number): Promise<CallAnswer> {
    if (!(await socket.waitReadable(timeout))) throw late(timeout);
    const connection = socket.accept();
    socket.notified = false;
    const fd = this.#add(connection);
    if (socket.readable) socket.onReadable();
    return answer(fd, nameOf(connection.peerAddress()));
  }

  async #receive(fd: number, socket: GuestSocket, size: number, timeout: number): Promise<CallAnswer> {
    if (!(await socket.waitReadable(timeout))) throw late(timeout);
    const received = socket.take(size);
    socket.notified = false;
    if (!socket.finished) this.#poke(fd);
    else if (socket.managed) setTimeout(() => this.#abandon(fd, socket), GRACE).unref();
    return received;
  }

  #manage(fd: number, socket: GuestSocket, on: boolean): CallAnswer {
    socket.managed = on;
    socket.notified = false;
    this.#poke(fd);
    return answer(0);
  }

  #arrived(fd: number, socket: GuestSocket): void {
    socket.notified = false;
    this.#poke(fd);
  }

  #poke(fd: number): void {
    const socket = this.#sockets.get(fd);
    if (!socket?.managed || socket.notified || !socket.readable || socket.finished) return;
    socket.notified = this.notify(fd);
  }

  #abandon(fd: number, socket: GuestSocket): void {
    if (!socket.managed || this.#sockets.get(fd) !== socket) return;
    socket.managed = false;
    this.policy.warn('a socket that the other side closed was still managed; it is managed no more');
  }
}

function late(timeout: number): SocketFault {
  return timeout === 0
    ? new SocketFault('EAGAIN', 'it would block')
    : new SocketFault('ETIMEDOUT', 'timed out');
}
function nameOf({ host, port }: Address): string {
  return `${host} ${port}`;
}
