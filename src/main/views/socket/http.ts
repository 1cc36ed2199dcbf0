import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readAsset } from '../../web/assets.ts';
import { Compressor } from '../../web/compress.ts';
import { securityHeaders } from '../../web/headers.ts';
import { type Access, hasCookie, isKnownHost, isLoopbackHost, isToken, setCookie } from './access.ts';

const NO_TOKEN = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Crosspatch</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem">
<h1>Crosspatch is running</h1>
<p>This page needs the access token. Open the whole address that Crosspatch printed in its terminal, with
<code>?token=</code> in it.</p>
</body></html>
`;

/** Serve the page's files to browsers that showed the token; `assets` is the folder of the built page. */
export function pageHandler(assets: string, access: () => Access): RequestListener {
  const compressor = new Compressor();
  return (request, response) => {
    void answer(request, response, assets, access(), compressor).catch(() => response.destroy());
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  assets: string,
  access: Access,
  compressor: Compressor,
): Promise<void> {
  const host = request.headers.host;
  if (!isKnownHost(host, access)) return refuse(response, 421, 'This name is not one of this machine.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET.\n');
  const secure = isLoopbackHost(host);
  const headers = securityHeaders({ connect: [`ws://${host}`, `wss://${host}`], secure });
  const url = readUrl(request.url);
  if (!url) return refuse(response, 400, 'This is not an address.\n');
  if (url.searchParams.has('token')) return enter(response, url, access);
  if (!hasCookie(request.headers, access)) {
    response.writeHead(401, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(NO_TOKEN);
    return;
  }
  const found = await readAsset(assets, url.pathname, request.headers['if-none-match']);
  // On this machine packing costs more time than it saves.
  const accepts = secure ? undefined : request.headers['accept-encoding'];
  const asset = await compressor.compress(found, url.pathname, accepts);
  response.writeHead(asset.status, {
    ...headers,
    ...asset.headers,
    'content-length': Buffer.byteLength(asset.body),
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

/** The first visit: the token becomes a cookie, and leaves the address so that no bookmark or history keeps it. */
function enter(response: ServerResponse, url: URL, access: Access): void {
  if (!isToken(url.searchParams.get('token'), access)) {
    return refuse(
      response,
      403,
      'This token is not valid any more. Open the address that Crosspatch printed.\n',
    );
  }
  url.searchParams.delete('token');
  response
    .writeHead(302, {
      'set-cookie': setCookie(access),
      location: url.pathname + url.search,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .end();
}

/** The path and query alone: whatever host an absolute form names has been checked in the Host header. */
function readUrl(path: string | undefined): URL | undefined {
  const text = `http://page.invalid${path?.startsWith('/') === true ? path : '/'}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // "//elsewhere" as a path would make the redirect leave this site.
  return url && !url.pathname.startsWith('//') ? url : undefined;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(text);
}
