import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { type CodedError, fail, messageOf } from '../../shared/error/coded-error.ts';

export interface ListenPlace {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Connections that may wait to be accepted; the system's own number when absent. */
  readonly backlog?: number;
}

/** Listen, and tell where. Rejects with `host.port-in-use` or `host.cannot-listen`. */
export function listen(server: Server, place: ListenPlace): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    // It stays: a server that fails later must not end the program.
    server.on('error', thrown => reject(listenFault(thrown, place)));
    server.listen({ ...place }, () => resolve(server.address() as AddressInfo));
  });
}

/** What kept a socket from listening there. */
export function listenFault(thrown: unknown, { host, port }: ListenPlace): CodedError {
  const inUse = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
  return inUse
    ? fail('host.port-in-use', { host, port }, thrown)
    : fail('host.cannot-listen', { host, port, reason: messageOf(thrown) }, thrown);
}

/** Stop listening, and end the connections that are open. */
export function closeHttp(server: HttpServer): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
