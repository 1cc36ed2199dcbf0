import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  SEND,
  type OpenUdp,
  type ResolveHost,
  type UdpAddress,
  type UdpListener,
  type UdpPort,
} from './transport.ts';

const KIB = 1024;
/** Asked for in this order; a system that has less refuses or gives what it can. */
const RECEIVE_BUFFERS = [8192 * KIB, 2048 * KIB, 512 * KIB];
const SEND_BUFFER = 1024 * KIB;
/** Bytes that may wait for the system before packets are dropped. */
const MAX_QUEUE = 4096 * KIB;

/** Every address is numeric here: asking the system for it, as dgram does before each packet, costs a third. */
type Lookup = (
  host: string,
  options: unknown,
  done: (e: null, address: string, family: number) => void,
) => void;
const numericLookup: Lookup = (host, _options, done) => done(null, host, isIP(host));

/** Open a UDP socket of Node. Rejects when it cannot listen on `local`. */
export const openUdp: OpenUdp = async ({ local, remote }, listener) => {
  const type = isIP(local?.address ?? remote?.address ?? '') === 6 ? 'udp6' : 'udp4';
  const socket = createSocket({ type, lookup: numericLookup as never });
  await attempt(socket, ready =>
    local ? socket.bind({ ...local, exclusive: true }, ready) : socket.bind(0, ready),
  );
  tune(socket);
  if (remote)
    await attempt(socket, ready => socket.connect(remote.port, remote.address, ready as () => void));
  socket.on('message', (bytes, from) => listener.packet(bytes, from));
  socket.on('error', error => listener.refused(error));
  return new NodePort(socket, type, listener);
};

export const resolveHost: ResolveHost = async (host, family) =>
  isIP(host) === 0 ? (await lookup(host, { family })).address : host;

class NodePort implements UdpPort {
  readonly local: UdpAddress;
  readonly #sent: (error: Error | null) => void;

  constructor(
    private readonly socket: Socket,
    private readonly type: 'udp4' | 'udp6',
    listener: UdpListener,
  ) {
    this.local = socket.address();
    this.#sent = error => {
      if (error) listener.refused(error);
    };
  }

  send(bytes: Uint8Array, to: UdpAddress | undefined, watched: boolean) {
    const { socket } = this;
    if (socket.getSendQueueSize() > MAX_QUEUE) return SEND.down;
    const done = watched ? this.#sent : undefined;
    if (to) socket.send(bytes, to.port, this.#mapped(to.address), done);
    else socket.send(bytes, done);
    return socket.getSendQueueCount() === 0 ? SEND.sent : SEND.borrowed;
  }

  close(): Promise<void> {
    return new Promise(done => this.socket.close(() => done()));
  }

  /** An IPv6 socket reaches IPv4 peers by mapped addresses. */
  #mapped(address: string): string {
    return this.type === 'udp6' && isIP(address) === 4 ? `::ffff:${address}` : address;
  }
}

/** Wait for a socket's callback or its error; a failed one is closed. */
function attempt(socket: Socket, begin: (ready: (error?: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('error', failed);
    begin(error => {
      socket.off('error', failed);
      if (error) failed(error);
      else resolve();
    });
  });
}

function tune(socket: Socket): void {
  tryAll([true], on => socket.setBroadcast(on));
  tryAll([SEND_BUFFER], size => socket.setSendBufferSize(size));
  tryAll(RECEIVE_BUFFERS, size => socket.setRecvBufferSize(size));
}

/** Take the first setting that the system does not refuse; none is no failure. */
function tryAll<T>(settings: readonly T[], set: (setting: T) => void): void {
  for (const setting of settings) {
    try {
      set(setting);
      return;
    } catch {
      continue;
    }
  }
}
