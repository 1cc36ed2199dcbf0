import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Port } from '../../../shared/contract/port.ts';
import { reachableAddresses } from '../../net/addresses.ts';
import { closeHttp, listen } from '../../net/listen.ts';
import { type Access, hasCookie, isKnownHost, isOwnOrigin } from './access.ts';
import { pageHandler } from './http.ts';
import { webSocketPort } from './ws-port.ts';

/** The path of the WebSocket. */
export const SOCKET_PATH = '/ipc';
/** Bytes of one message: a paste of 200,000 operations fits. */
const MAX_MESSAGE = 32 << 20;
const MAX_WINDOWS = 64;
/** Milliseconds between pings; a window that answered none of two is gone. */
const HEARTBEAT = 20_000;

export interface SocketViewOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Folder of the built page. */
  readonly assets: string;
  /** Serve the contract to one more window. */
  readonly attach: (port: Port, client: string) => void;
  /** Random when absent. */
  readonly token?: string;
  /** Names of this machine that browsers may use, for example of a reverse proxy. */
  readonly hostNames?: readonly string[];
}

export interface SocketView {
  /** What to open in a browser, with the token. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serve page and contract to browsers. Rejects with `host.port-in-use` or `host.cannot-listen`. */
export async function openSocketView(options: SocketViewOptions): Promise<SocketView> {
  const token = options.token ?? randomBytes(18).toString('base64url');
  const hostNames = [options.host, hostname(), `${hostname()}.local`, ...(options.hostNames ?? [])];
  let access: Access = { token, port: options.port, hostNames: hostNames.map(name => name.toLowerCase()) };
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    pageHandler(options.assets, () => access),
  );
  server.maxConnections = 4 * MAX_WINDOWS;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false });
  let count = 0;
  server.on('upgrade', (request, stream, head) => {
    // A connection that breaks while it is upgraded must not end the program.
    stream.on('error', () => stream.destroy());
    if (!mayUpgrade(request, access) || sockets.clients.size >= MAX_WINDOWS) return refuseUpgrade(stream);
    sockets.handleUpgrade(request, stream, head, socket => {
      socket.on('error', () => socket.terminate());
      options.attach(webSocketPort(socket), `browser-${++count}`);
    });
  });
  const { port } = await listen(server, { host: options.host, port: options.port });
  access = { ...access, port };
  const heartbeat = startHeartbeat(sockets);
  return {
    port,
    address: `http://${shownHost(options.host)}:${port}/?token=${encodeURIComponent(token)}`,
    async close() {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) socket.close(1001);
      const closed = closeHttp(server);
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
  };
}

function mayUpgrade(request: IncomingMessage, access: Access): boolean {
  const { headers, url } = request;
  return (
    url === SOCKET_PATH &&
    isKnownHost(headers.host, access) &&
    isOwnOrigin(headers) &&
    hasCookie(headers, access)
  );
}

function refuseUpgrade(stream: Duplex): void {
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function startHeartbeat(sockets: WebSocketServer): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  const beat = () => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.once('pong', () => silent.delete(socket));
      socket.ping();
    }
  };
  return setInterval(beat, HEARTBEAT).unref();
}

/** A host that a browser can open: for "any address" the first one that other machines can reach. */
function shownHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return isIPv6(host) ? `[${host}]` : host;
  return reachableAddresses().find(isIPv4) ?? '127.0.0.1';
}
