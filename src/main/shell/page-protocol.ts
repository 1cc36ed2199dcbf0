import { readAsset } from '../web/assets.ts';
import { securityHeaders } from '../web/headers.ts';
import { mayNavigate } from './policy.ts';

/** Answer requests of the page's own scheme from the folder of the built page. */
export function pageProtocol(root: string): (request: Request) => Promise<Response> {
  return async request => {
    if (request.method !== 'GET' || !mayNavigate(request.url)) return new Response('', { status: 403 });
    const { status, headers, body } = await readAsset(root, new URL(request.url).pathname);
    return new Response(body, { status, headers: { ...headers, ...securityHeaders({ secure: true }) } });
  };
}
