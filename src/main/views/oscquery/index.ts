import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { hostname } from 'node:os';
import { WebSocketServer } from 'ws';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import { isLoopback } from '../../../shared/net/endpoint.ts';
import type { ViewPlugin } from '../../../shared/plugin/service.ts';
import { type Announce, announceByMdns } from './announce.ts';
import { Listeners } from './listeners.ts';
import { describe } from './namespace.ts';
import { PatchTree } from './patch-tree.ts';

const MAX_CLIENTS = 64;
/** Attributes that can be asked for one by one: `/path?VALUE`. */
const ATTRIBUTES = new Set(['FULL_PATH', 'CONTENTS', 'TYPE', 'ACCESS', 'RANGE', 'DESCRIPTION', 'VALUE']);

export interface OscQueryConfig {
  readonly host?: string;
  readonly port?: number;
  readonly name?: string;
  /** Announce by mDNS; as it comes: only where others can reach us. */
  readonly announce?: boolean;
}

/** The patch as an OSCQuery server (read only): namespace and values over HTTP, changes over a WebSocket. */
export function createOscQueryView(
  onListen: (address: string) => void = () => undefined,
  announce: Announce = announceByMdns,
): ViewPlugin {
  const stops: (() => void | Promise<void>)[] = [];
  return {
    manifest: { kind: 'view', name: 'oscquery', title: 'OSCQuery', listens: true, requires: ['devices'] },
    async load({ config, services, bus, clock, log }) {
      const { host = '127.0.0.1', port = 0, name = `Crosspatch on ${hostname()}` } = config as OscQueryConfig;
      const tree: PatchTree = new PatchTree({
        clock,
        bus,
        services,
        onChange: () => listeners.treeChanged(),
      });
      const listeners: Listeners = new Listeners(tree);
      stops.push(
        () => tree.close(),
        () => listeners.close(),
      );
      await tree.load();
      const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
        void answer(request, response, tree, name).catch(() => response.destroy());
      });
      server.maxConnections = MAX_CLIENTS * 4;
      acceptSockets(server, listeners);
      const bound = await listen(server, host, port);
      stops.push(() => close(server));
      if ((config as OscQueryConfig).announce ?? !isLoopback(host))
        stops.push(await announce(name, host, bound, log));
      const address = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
      log.info(`OSCQuery at ${address}`);
      onListen(address);
    },
    async unload() {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  tree: PatchTree,
  name: string,
): Promise<void> {
  const url = readUrl(request.url);
  if (!isOwnHost(request.headers.host)) return send(response, 421);
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405);
  if (!url) return send(response, 400);
  const query = url.search.slice(1);
  if (query === 'HOST_INFO') return send(response, 200, hostInfo(name));
  const node = tree.namespace.find(url.pathname);
  if (!node) return send(response, 404);
  const values = await tree.values();
  const whole = describe(node, index => values.get(index));
  if (query === '') return send(response, 200, whole);
  if (!ATTRIBUTES.has(query)) return send(response, 400);
  // An attribute that the node does not have: no content.
  return Object.hasOwn(whole, query) ? send(response, 200, { [query]: whole[query] }) : send(response, 204);
}

function hostInfo(name: string): object {
  return {
    NAME: name,
    EXTENSIONS: {
      ACCESS: true,
      VALUE: true,
      RANGE: true,
      DESCRIPTION: true,
      LISTEN: true,
      PATH_CHANGED: true,
    },
  };
}

function send(response: ServerResponse, status: number, body?: object): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  response
    .writeHead(status, { ...type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' })
    .end(text);
}

function acceptSockets(server: Server, listeners: Listeners): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 16, perMessageDeflate: false });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    // A page of another site may open WebSockets to us; it says so in its Origin.
    if (
      request.headers.origin !== undefined ||
      !isOwnHost(request.headers.host) ||
      sockets.clients.size >= MAX_CLIENTS
    )
      return void stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    sockets.handleUpgrade(request, stream, head, socket => listeners.add(socket));
  });
}

/** An address cannot be rebound by a foreign name server, a name could be. */
function isOwnHost(host: string | undefined): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i
    .exec(host ?? '')?.[1]
    ?.replace(/^\[|\]$/g, '')
    .toLowerCase();
  return (
    name !== undefined &&
    (isIP(name) !== 0 || name === 'localhost' || name.startsWith(hostname().toLowerCase()))
  );
}

function readUrl(path: string | undefined): URL | undefined {
  try {
    const url = new URL(`http://api.invalid${path?.startsWith('/') === true ? path : '/'}`);
    url.pathname = decodeURIComponent(url.pathname);
    return url;
  } catch {
    return undefined;
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? fail('host.port-in-use', { host, port }, error)
          : fail('host.cannot-listen', { host, port, reason: messageOf(error) }, error),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
