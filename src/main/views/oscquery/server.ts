import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { closeHttp, listen } from '../../net/listen.ts';
import { type Access, plainAddress, type Refusal } from './access.ts';
import type { Listeners } from './listeners.ts';
import type { Queries } from './queries.ts';

const MAX_CLIENTS = 64;
/** A client that vanished without a word is noticed after so long, in ms. */
const KEEP_ALIVE = 30_000;
/** Bytes of one message of a client. */
const MAX_MESSAGE = 1 << 16;

export interface ServerWorld {
  readonly access: Access;
  readonly queries: Queries;
  readonly listeners: Listeners;
}

export interface RunningServer {
  /** Numeric. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Queries over HTTP, and WebSockets on the same port. Rejects with `host.port-in-use` or `host.cannot-listen`. */
export async function startServer(world: ServerWorld, host: string, port: number): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(world, request, response).catch(() => response.destroy());
  });
  server.maxConnections = MAX_CLIENTS * 4;
  acceptSockets(server, world);
  const bound = await listen(server, { host, port });
  return { address: bound.address, port: bound.port, close: () => closeHttp(server) };
}

async function answer(
  { access, queries }: ServerWorld,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = access.refusal(request);
  if (refusal !== undefined) return send(response, refusal);
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405);
  const { status, body } = await queries.answer(request.url ?? '', plainAddress(request.socket.localAddress));
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body?: object): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response
    .writeHead(status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': Buffer.byteLength(text),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    })
    .end(text);
}

function acceptSockets(server: Server, { access, queries, listeners }: ServerWorld): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const refusal = access.refusal(request) ?? (listeners.size >= MAX_CLIENTS ? 503 : undefined);
    if (refusal !== undefined) return turnAway(stream, refusal);
    const { socket: connection } = request;
    connection.setKeepAlive(true, KEEP_ALIVE);
    const address = plainAddress(connection.localAddress);
    sockets.handleUpgrade(request, stream, head, socket => {
      const query = async (target: string) => (await queries.answer(target, address)).body;
      listeners.add({ socket, stream, host: plainAddress(connection.remoteAddress), query });
    });
  });
}

function turnAway(stream: Duplex, status: Refusal | 503): void {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
