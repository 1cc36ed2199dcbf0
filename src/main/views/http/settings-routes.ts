import type {
  ProfilesInfo,
  SourceBackendInfo,
  SourceInfo,
} from '../../../shared/contract/calls/directory.ts';
import { compareFolded, fold } from '../../../shared/directory/fold.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { type Ask, countQuery, jsonBody } from './ask.ts';
import type { Route, RouteHandler, RouteRequest } from './router.ts';

/** Options that hold secrets are never told over HTTP. */
const SECRET = /password|secret|token/i;
const TENANT = 'local';

type Listed = Readonly<Record<string, unknown>> & { readonly name: string };

/** `/0.1/sources`, `/0.1/backends...`, `/0.1/displays...`, `/0.1/profiles...`: names stand where dird has uuids. */
export function settingsRoutes(ask: Ask): Route[] {
  return [...sourceRoutes(ask), ...listRoutes(ask, 'profile'), ...listRoutes(ask, 'display')];
}

function route(method: string, path: string, handler: RouteHandler): Route {
  return { method, path: `/0.1${path}`, style: 'new', handler };
}

function sourceRoutes(ask: Ask): Route[] {
  const sources = async (request: RouteRequest) =>
    (await ask('directory', 'sources', request)) as readonly SourceInfo[];
  const ofBackend = async (request: RouteRequest) => {
    const { backend } = request.params;
    return (await sources(request)).filter(source => source.backend === backend);
  };
  const one = async (request: RouteRequest) => {
    const { source = '' } = request.params;
    const found = (await ofBackend(request)).find(info => info.name === source);
    if (!found) throw fail('directory.no-source', { source });
    return found;
  };
  const body = async (request: RouteRequest) => ({
    ...((await jsonBody(request)) as object),
    backend: request.params['backend'],
  });
  return [
    route('GET', '/directories/:profile/sources', async request => {
      const list = await ask('directory', 'sourcesOf', request, { profile: request.params['profile'] });
      return { status: 200, body: page(request, (list as readonly SourceInfo[]).map(shortSource)) };
    }),
    route('GET', '/sources', async request => ({
      status: 200,
      body: page(request, (await sources(request)).map(shortSource)),
    })),
    route('GET', '/backends', async request => {
      const list = (await ask('directory', 'backends', request)) as readonly SourceBackendInfo[];
      return {
        status: 200,
        body: page(
          request,
          list.map(({ name }) => ({ name })),
        ),
      };
    }),
    route('GET', '/backends/:backend/sources', async request => ({
      status: 200,
      body: page(request, (await ofBackend(request)).map(wholeSource)),
    })),
    route('POST', '/backends/:backend/sources', async request => {
      const source = await body(request);
      await ask('directory', 'addSource', request, { source, scope: 'app' });
      return {
        status: 201,
        body: { ...source, uuid: (source as { name?: unknown }).name, tenant_uuid: TENANT },
      };
    }),
    route('GET', '/backends/:backend/sources/:source*', async request => ({
      status: 200,
      body: wholeSource(await one(request)),
    })),
    route('PUT', '/backends/:backend/sources/:source*', async request => {
      const { name } = await one(request);
      await ask('directory', 'editSource', request, { name, source: await body(request) });
      return { status: 204 };
    }),
    route('DELETE', '/backends/:backend/sources/:source*', async request => {
      const { name } = await one(request);
      await ask('directory', 'removeSource', request, { name });
      return { status: 204 };
    }),
  ];
}

function listRoutes(ask: Ask, what: 'profile' | 'display'): Route[] {
  const key = `${what}s` as const;
  const op = what === 'profile' ? 'Profile' : 'Display';
  const all = async (request: RouteRequest) =>
    ((await ask('directory', 'profiles', request)) as ProfilesInfo)[key].map(
      ({ scope: _, ...item }): Listed => ({ ...item, uuid: item.name, tenant_uuid: TENANT }),
    );
  const one = async (request: RouteRequest) => {
    const { name = '' } = request.params;
    const found = (await all(request)).find(item => item.name === name);
    if (found) return found;
    throw what === 'profile'
      ? fail('directory.no-profile', { profile: name })
      : fail('directory.no-display', { display: name });
  };
  const set = async (request: RouteRequest, name?: string) => {
    const { uuid: _, tenant_uuid: __, ...given } = (await jsonBody(request)) as Record<string, unknown>;
    const item = name === undefined ? given : { ...given, name };
    if (
      name === undefined &&
      (await all(request)).some(other => other.name === item['name'] && other.name !== 'default')
    )
      throw fail('directory.duplicate', { name: String(item['name']) });
    await ask('directory', `set${op}`, request, { [what]: item, scope: 'app' });
    return item;
  };
  return [
    route('GET', `/${key}`, async request => ({ status: 200, body: page(request, await all(request)) })),
    route('POST', `/${key}`, async request => {
      const item = await set(request);
      return { status: 201, body: { ...item, uuid: item['name'], tenant_uuid: TENANT } };
    }),
    route('GET', `/${key}/:name`, async request => ({ status: 200, body: await one(request) })),
    route('PUT', `/${key}/:name`, async request => {
      const { name } = await one(request);
      await set(request, name);
      return { status: 204 };
    }),
    route('DELETE', `/${key}/:name`, async request => {
      await ask('directory', `remove${op}`, request, { name: request.params['name'] });
      return { status: 204 };
    }),
  ];
}

/** A page of a list: search, order, direction, limit and offset as in the query. */
function page(request: RouteRequest, items: readonly Listed[]): object {
  const { query } = request;
  const search = fold(query.get('search') ?? '');
  const order = query.get('order');
  const sign = query.get('direction') === 'desc' ? -1 : 1;
  const found = items.filter(
    item => search === '' || Object.values(item).some(value => fold(String(value)).includes(search)),
  );
  if (order !== null)
    found.sort((a, b) => sign * compareFolded(String(a[order] ?? ''), String(b[order] ?? '')));
  const offset = countQuery(request, 'offset') ?? 0;
  const limit = countQuery(request, 'limit') ?? Infinity;
  return { total: items.length, filtered: found.length, items: found.slice(offset, offset + limit) };
}

function shortSource({ name, backend }: SourceInfo): Listed {
  return { uuid: name, name, backend, tenant_uuid: TENANT };
}

function wholeSource({ name, config }: SourceInfo): Listed {
  const shown = Object.entries(config).map(([key, value]) => [key, SECRET.test(key) ? null : value] as const);
  return { ...Object.fromEntries(shown), uuid: name, name, tenant_uuid: TENANT };
}
