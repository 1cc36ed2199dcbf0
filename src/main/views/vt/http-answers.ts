import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { fail, toCodedError } from '../../../shared/error/coded-error.ts';
import type { AskStacks } from './ask-stacks.ts';
import { errorReply, type Reply } from '../../stacks/reply.ts';

/**
 * The same over HTTP: `GET /status`, and `POST /query` with the request as JSON. A client that accepts
 * `text/event-stream` hears of the progress (`event: progress`, `data: 0.25`) before the reply (`event: reply`).
 */
export async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  ask: AskStacks,
  mostBytes: number,
): Promise<void> {
  try {
    const refusal = refusalOf(request);
    if (refusal)
      return send(response, refusal, { out: 'error', details: 'This request is not answered here.' });
    if (request.method === 'GET') return send(response, 200, await ask.request({ action: 'status' }));
    const line = await readBody(request, mostBytes);
    const wantsEvents = request.headers.accept?.includes('text/event-stream') === true;
    if (wantsEvents) return await stream(request, response, ask, line);
    const reply = await ask.line(line);
    send(response, reply.out === 'error' ? 422 : 200, reply);
  } catch (error) {
    send(response, 400, errorReply(toCodedError(error)));
  }
}

/** A web page of somebody else must not reach this server through its visitor's browser. */
function refusalOf(request: IncomingMessage): number | undefined {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (host !== 'localhost' && isIP(host) === 0) return 403;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host ?? ''}`) return 403;
  if (request.method === 'GET') return request.url === '/status' ? undefined : 404;
  if (request.method !== 'POST') return 405;
  if (request.url !== '/query') return 404;
  return request.headers['content-type']?.startsWith('application/json') === true ? undefined : 415;
}

async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += (piece as Buffer).length;
    if (size > mostBytes) throw fail('stack.line-too-long', { limit: mostBytes });
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

async function stream(
  request: IncomingMessage,
  response: ServerResponse,
  ask: AskStacks,
  line: Buffer,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const hash = await ask.line(asHash(line));
  const end = ask.follow(hash.details, job => write('progress', job.progress));
  request.on('close', end);
  try {
    write('reply', await ask.line(line));
  } finally {
    end();
    response.end();
  }
}

/** The same query in mode hash: its key tells which job's progress is meant. */
function asHash(line: Buffer): Buffer {
  try {
    const read: unknown = JSON.parse(line.toString('utf8'));
    return Buffer.from(JSON.stringify({ ...(read as object), mode: 'hash' }));
  } catch {
    return line;
  }
}

function send(response: ServerResponse, status: number, reply: Reply): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(`${JSON.stringify(reply)}\n`);
}
