import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { listen } from '../../net/listen.ts';
import { answerHttp } from './http-answers.ts';
import { serveLine } from './line-connection.ts';
import { AskStacks } from './ask-stacks.ts';
import type { VtViewOptions } from './options.ts';

/** VTServer's port. */
export const VT_PORT = 1996;

export interface VtView {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const MOST_BYTES = 1_048_576;
const PATIENCE_MS = 30_000;
const BACKLOG = 1024;
const HTTP = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) /;

/**
 * Speak VTServer's protocol: one line of JSON in, one line out, then the connection is closed. A connection that
 * begins with an HTTP request is answered in HTTP, on the same port. Rejects when the address cannot be used.
 */
export async function openVtView(options: VtViewOptions): Promise<VtView> {
  const { host, mostBytes = MOST_BYTES, patience = PATIENCE_MS } = options;
  const ask = new AskStacks(options);
  const http = createHttpServer((request, response) => void answerHttp(request, response, ask, mostBytes));
  http.headersTimeout = patience;
  http.requestTimeout = patience;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle is its own business.
    socket.on('error', () => socket.destroy());
    socket.once('data', first => {
      socket.pause();
      socket.unshift(first);
      if (HTTP.test(first.toString('latin1', 0, 8))) http.emit('connection', socket);
      else serveLine(socket, line => ask.line(line), { mostBytes, patience });
      socket.resume();
    });
    socket.setTimeout(patience, () => socket.destroy());
    // A client that says nothing and ends its side gets its answer too.
    socket.once('end', () => {
      if (socket.bytesRead === 0) serveLine(socket, line => ask.line(line), { mostBytes, patience });
    });
  });
  const { port } = await listen(server, { host, port: options.port, backlog: BACKLOG });
  const close = () => closeAll(server, sockets);
  return { host, port, close };
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
