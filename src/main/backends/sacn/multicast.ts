import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isWildcard } from '../../../shared/net/endpoint.ts';
import { localAddresses } from '../../net/addresses.ts';
import { closeQuietly, sharedUdp } from '../../net/udp.ts';
import { groupOf } from './codec.ts';

interface Group {
  users: number;
  /** A socket bound to the group itself, where one is needed. */
  socket: Socket | undefined;
}

/**
 * The multicast groups of a bind. A socket bound to one address hears no multicast except on Windows: there each group
 * has a socket of its own, bound to the group. A socket on all addresses joins the groups itself; Linux lets it join
 * 20, so further ones are joined by helpers, which is enough for it to hear them.
 */
export class Multicast {
  readonly #groups = new Map<number, Group>();
  readonly #helpers: Socket[] = [];
  #networks = '';

  constructor(
    private readonly main: Socket,
    private readonly host: string,
    private readonly port: number,
    private readonly onMessage: (packet: Buffer, from: RemoteInfo) => void,
  ) {
    this.#networks = this.#addresses().join();
  }

  join(universe: number): void {
    const known = this.#groups.get(universe);
    if (known) {
      known.users++;
      return;
    }
    const group: Group = { users: 1, socket: undefined };
    this.#groups.set(universe, group);
    if (isWildcard(this.host) || process.platform === 'win32') this.#joinMain(universe);
    else group.socket = this.#bindGroup(universe);
  }

  leave(universe: number): void {
    const group = this.#groups.get(universe);
    if (!group || --group.users > 0) return;
    this.#groups.delete(universe);
    if (group.socket) return closeQuietly(group.socket);
    for (const socket of [this.main, ...this.#helpers]) {
      for (const address of this.#addresses())
        attempt(() => socket.dropMembership(groupOf(universe), address));
    }
  }

  /** Networks may have come: join there too. */
  refresh(): void {
    const networks = this.#addresses().join();
    if (networks === this.#networks) return;
    this.#networks = networks;
    for (const [universe, group] of this.#groups) {
      if (!group.socket) this.#joinMain(universe);
      else {
        closeQuietly(group.socket);
        group.socket = this.#bindGroup(universe);
      }
    }
  }

  close(): void {
    for (const { socket } of this.#groups.values()) closeQuietly(socket);
    for (const helper of this.#helpers) closeQuietly(helper);
    this.#groups.clear();
  }

  #addresses(): string[] {
    return isWildcard(this.host) ? localAddresses().map(one => one.address) : [this.host];
  }

  #joinMain(universe: number): void {
    for (const address of this.#addresses()) {
      const sockets = [this.main, ...this.#helpers];
      if (sockets.some(socket => joined(socket, universe, address))) continue;
      joined(this.#addHelper(), universe, address);
    }
  }

  #addHelper(): Socket {
    const helper = createSocket('udp4');
    helper.on('error', () => undefined);
    helper.unref();
    this.#helpers.push(helper);
    return helper;
  }

  #bindGroup(universe: number): Socket {
    const socket = sharedUdp();
    socket.on('message', this.onMessage);
    socket.on('error', () => closeQuietly(socket));
    socket.bind({ port: this.port, address: groupOf(universe), exclusive: false }, () => {
      attempt(() => socket.addMembership(groupOf(universe), this.host));
    });
    return socket;
  }
}

/** Join a group; true also when it was joined before. False means that this socket is full. */
function joined(socket: Socket, universe: number, address: string): boolean {
  try {
    socket.addMembership(groupOf(universe), address);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOBUFS';
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The network is not there, or the membership is not: nothing is lost.
  }
}
