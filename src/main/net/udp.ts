import { createSocket, type Socket } from 'node:dgram';
import type { lookup } from 'node:dns';

/** An IPv4 socket whose port others may use too. It sends to numeric addresses only. */
export function sharedUdp(): Socket {
  // The usual look-up would cost each packet a turn through the resolver.
  const numeric = (
    host: string,
    _options: unknown,
    done: (e: null, address: string, family: number) => void,
  ) => done(null, host, 4);
  return createSocket({ type: 'udp4', reuseAddr: true, lookup: numeric as typeof lookup });
}

/** Close a socket that may be closed or was never open. */
export function closeQuietly(socket: Socket | undefined): void {
  if (!socket) return;
  socket.removeAllListeners();
  socket.on('error', () => undefined);
  try {
    socket.close();
  } catch {
    // It is closed.
  }
}
