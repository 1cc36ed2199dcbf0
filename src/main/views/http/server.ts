import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { LOCAL_USER } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { closeHttp, listen } from '../../net/listen.ts';
import { hasToken, readHost } from '../../net/request-guard.ts';
import { errorAnswer, errorBody } from './errors.ts';
import type { RouteAnswer, Router } from './router.ts';

/** Bytes of a request's body: an import of ten thousand contacts fits. */
const MAX_BODY = 8 << 20;
const MAX_CONNECTIONS = 256;
/** A user's name in the header `X-Crosspatch-User`. */
const USER = /^[\w.@-]{1,64}$/;

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly token: string;
  /** Epoch milliseconds. */
  wall(): number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Answer the routes over HTTP. Rejects with `host.port-in-use` or `host.cannot-listen`. */
export async function startServer(options: ServerOptions, router: Router): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(options, router, request, response).catch(() => response.destroy());
  });
  server.maxConnections = MAX_CONNECTIONS;
  const { port } = await listen(server, { host: options.host, port: options.port });
  return { port, close: () => closeHttp(server) };
}

async function answer(
  options: ServerOptions,
  router: Router,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  send(response, request.method === 'HEAD', await run(options, router, request, abort.signal));
}

async function run(
  options: ServerOptions,
  router: Router,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<RouteAnswer> {
  const now = options.wall() / 1000;
  const url = readUrl(request.url);
  const facts = { resource: url?.pathname ?? '', now };
  if (!isOwnHost(request.headers.host, options.host))
    return errorBody(421, 'This name is not one of this machine.', 'new', { id: 'misdirected', ...facts });
  if (!url) return errorBody(400, 'This is not an address.', 'new', { id: 'bad-address', ...facts });
  if (!hasToken(request.headers, options.token))
    return errorBody(401, 'Unauthorized: the token is missing or wrong.', 'old', {
      id: 'unauthorized',
      ...facts,
    });
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const found = router.find(method, url.pathname);
  if (found.found === 'nothing')
    return errorBody(404, 'There is no such resource.', 'new', { id: 'not-found', ...facts });
  if (found.found === 'path') return wrongMethod(method, found.methods, facts);
  try {
    if (found.found === 'bad-escape')
      throw fail('directory.bad-request', { reason: 'The address has a broken escape' });
    return await found.route.handler({
      params: found.params,
      query: url.searchParams,
      user: userOf(request.headers['x-crosspatch-user']),
      headers: request.headers,
      signal,
      body: () => readBody(request),
    });
  } catch (thrown) {
    return errorAnswer(thrown, found.route.style, url.pathname, now);
  }
}

/** 405 says what is allowed (RFC 9110, 15.5.6), and so does the answer to OPTIONS. */
function wrongMethod(
  method: string,
  methods: readonly string[],
  facts: { readonly resource: string; readonly now: number },
): RouteAnswer {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  if (method === 'OPTIONS') return { status: 200, allow };
  return { ...errorBody(405, 'Method not allowed.', 'new', { id: 'method-not-allowed', ...facts }), allow };
}

function send(response: ServerResponse, headOnly: boolean, { status, body, type, allow }: RouteAnswer): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(text),
    ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
    ...(allow ? { allow: allow.join(', ') } : {}),
  };
  response.writeHead(status, headers).end(headOnly ? undefined : text);
}

/** A body that is too large is read to its end and forgotten, so that its sender is there to hear why. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += (piece as Buffer).length;
    if (size > MAX_BODY) pieces = [];
    else pieces.push(piece as Buffer);
  }
  if (size > MAX_BODY) throw fail('directory.body-too-large', { bytes: size, most: MAX_BODY });
  return Buffer.concat(pieces);
}

function userOf(header: string | string[] | undefined): string {
  if (header === undefined) return LOCAL_USER;
  if (typeof header === 'string' && USER.test(header)) return header;
  throw fail('directory.bad-request', { reason: 'The header X-Crosspatch-User is no name' });
}

/** The guard against DNS rebinding: an address cannot be rebound, a foreign name could be. */
function isOwnHost(host: string | undefined, own: string): boolean {
  const name = readHost(host)?.name;
  return name !== undefined && (isIP(name) !== 0 || name === 'localhost' || name === own.toLowerCase());
}

/** The target of a request: a path, or a whole address as proxies send it (RFC 9112, 3.2). */
function readUrl(target = '/'): URL | undefined {
  const text = target.startsWith('/') ? `http://api.invalid${target}` : target;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' ? url : undefined;
}
