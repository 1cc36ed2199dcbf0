import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { InstanceStatus } from '../../../shared/plugin/backend.ts';

/** Wait until something is so; a test that waits in vain says for what. */
export async function until(what: string, ready: () => boolean): Promise<void> {
  const end = Date.now() + 8000;
  while (!ready()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise(done => setTimeout(done, 2));
  }
}

/** A UDP socket of this computer. */
export async function udpSocket(host = '127.0.0.1', port = 0): Promise<Socket> {
  const socket = createSocket('udp4').bind(port, host);
  await once(socket, 'listening');
  return socket;
}

/** Close a UDP socket, also one that is closed. */
export async function closeSocket(socket: Socket): Promise<void> {
  try {
    await new Promise<void>(done => socket.close(() => done()));
  } catch {
    // Closed before.
  }
}

/** A UDP port that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = await udpSocket();
  const { port } = socket.address();
  await closeSocket(socket);
  return port;
}

/** The last status of an instance is `ok`. */
export function isOk(host: { readonly statuses: readonly InstanceStatus[] }): boolean {
  return host.statuses.at(-1)?.state === 'ok';
}

/** Something is wrong with an instance now. */
export function complains(host: { readonly problems: { readonly standing: readonly unknown[] } }): boolean {
  return host.problems.standing.length > 0;
}

/** A TCP port that was free a moment ago. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise<void>(done => server.close(() => done()));
  return port;
}
