import type { ProfilesInfo } from '../../../shared/contract/calls/directory.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { type Ask, objectBody } from './ask.ts';
import { page } from './page.ts';
import type { Route, RouteHandler, RouteRequest } from './router.ts';
import { TENANT } from './source-body.ts';

type What = 'profile' | 'display';

/** `/0.1/profiles...` and `/0.1/displays...`: names stand where dird has uuids. */
export function settingsRoutes(ask: Ask): Route[] {
  return [...listRoutes(ask, 'profile'), ...listRoutes(ask, 'display')];
}

function listRoutes(ask: Ask, what: What): Route[] {
  const op = what === 'profile' ? 'Profile' : 'Display';
  const { all, one } = listCalls(ask, what);
  const set = (request: RouteRequest, item: object, how: object) =>
    ask('directory', `set${op}`, request, { ...how, [what]: item });
  const create: RouteHandler = async request => {
    const item = await given(request);
    const { name } = item;
    if ((await all(request)).some(other => other.name === name && other.scope !== 'built-in'))
      throw fail('directory.duplicate', { name: String(name) });
    await set(request, item, { scope: 'app' });
    return { status: 201, body: shown(item) };
  };
  const edit: RouteHandler = async request => {
    const { name, scope } = await one(request);
    const where = scope === 'built-in' ? { scope: 'app' } : {};
    const item = { name, ...(await given(request)) };
    await set(request, item, item.name === name ? where : { ...where, replaces: name });
    return { status: 204 };
  };
  const remove: RouteHandler = async request => {
    await ask('directory', `remove${op}`, request, { name: request.params['name'] });
    return { status: 204 };
  };
  const path = `/0.1/${what}s`;
  const route = (method: string, more: string, handler: RouteHandler): Route => ({
    method,
    path: path + more,
    style: 'new',
    handler,
  });
  return [
    route('GET', '', async request => ({
      status: 200,
      body: page(request, (await all(request)).map(shown)),
    })),
    route('POST', '', create),
    route('GET', '/:name', async request => ({ status: 200, body: shown(await one(request)) })),
    route('PUT', '/:name', edit),
    route('DELETE', '/:name', remove),
  ];
}

function listCalls(ask: Ask, what: What) {
  const all = async (request: RouteRequest) =>
    ((await ask('directory', 'profiles', request)) as ProfilesInfo)[`${what}s`];
  const one = async (request: RouteRequest) => {
    const { name = '' } = request.params;
    const found = (await all(request)).find(item => item.name === name);
    if (found) return found;
    throw what === 'profile'
      ? fail('directory.no-profile', { profile: name })
      : fail('directory.no-display', { display: name });
  };
  return { all, one };
}

/** What a client sends, without what only the server says. */
async function given(request: RouteRequest): Promise<Readonly<Record<string, unknown>>> {
  const { uuid: _, tenant_uuid: __, ...item } = await objectBody(request);
  return item;
}

function shown(item: object): Readonly<Record<string, unknown>> {
  const { scope: _, ...rest } = item as Readonly<Record<string, unknown>>;
  return { ...rest, uuid: rest['name'], tenant_uuid: TENANT };
}
