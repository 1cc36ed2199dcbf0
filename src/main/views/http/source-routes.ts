import type { SourceBackendInfo, SourceInfo } from '../../../shared/contract/calls/directory.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { type Ask, objectBody } from './ask.ts';
import { page } from './page.ts';
import type { Route, RouteHandler, RouteRequest } from './router.ts';
import { givenSource, shortSource, wholeSource } from './source-body.ts';

/** `/0.1/sources`, `/0.1/backends...`, `/0.1/directories/PROFILE/sources`: names stand where dird has uuids. */
export function sourceRoutes(ask: Ask): Route[] {
  const { sources, ofBackend, one, backends, create } = sourceCalls(ask);
  const listOf =
    (list: (request: RouteRequest) => Promise<readonly Readonly<Record<string, unknown>>[]>): RouteHandler =>
    async request => ({ status: 200, body: page(request, await list(request)) });
  const ofProfile = async (request: RouteRequest) => {
    const list = await ask('directory', 'sourcesOf', request, { profile: request.params['profile'] });
    return (list as readonly SourceInfo[]).map(shortSource);
  };
  const edit: RouteHandler = async request => {
    const { name, config } = await one(request);
    const source = givenSource(await objectBody(request), request.params['backend'], config);
    await ask('directory', 'editSource', request, { name, source });
    return { status: 204 };
  };
  const remove: RouteHandler = async request => {
    const { name } = await one(request);
    await ask('directory', 'removeSource', request, { name });
    return { status: 204 };
  };
  const all = '/backends/:backend/sources';
  return [
    route('GET', '/directories/:profile/sources', listOf(ofProfile)),
    route(
      'GET',
      '/sources',
      listOf(async request => (await sources(request)).map(shortSource)),
    ),
    route(
      'GET',
      '/backends',
      listOf(async request => (await backends(request)).map(({ name }) => ({ name }))),
    ),
    route(
      'GET',
      all,
      listOf(async request => (await ofBackend(request)).map(({ config }) => wholeSource(config))),
    ),
    route('POST', all, create),
    route('GET', `${all}/:source*`, async request => {
      const { config } = await one(request);
      return { status: 200, body: wholeSource(config) };
    }),
    route('PUT', `${all}/:source*`, edit),
    route('DELETE', `${all}/:source*`, remove),
  ];
}

function sourceCalls(ask: Ask) {
  const sources = async (request: RouteRequest) =>
    (await ask('directory', 'sources', request)) as readonly SourceInfo[];
  const backends = async (request: RouteRequest) =>
    (await ask('directory', 'backends', request)) as readonly SourceBackendInfo[];
  const mustBeThere = async (request: RouteRequest) => {
    const { backend = '' } = request.params;
    if ((await backends(request)).some(({ name }) => name === backend)) return;
    throw fail('directory.no-backend', { source: '', backend, reason: 'no plugin offers it' });
  };
  /** Those of a back-end that is gone are there too, as long as there are any. */
  const ofBackend = async (request: RouteRequest) => {
    const found = (await sources(request)).filter(source => source.backend === request.params['backend']);
    if (found.length === 0) await mustBeThere(request);
    return found;
  };
  const one = async (request: RouteRequest) => {
    const { source = '' } = request.params;
    const found = (await ofBackend(request)).find(info => info.name === source);
    if (!found) throw fail('directory.no-source', { source });
    return found;
  };
  const create: RouteHandler = async request => {
    await mustBeThere(request);
    const source = givenSource(await objectBody(request), request.params['backend']);
    const { name } = (await ask('directory', 'addSource', request, { source, scope: 'app' })) as {
      name: string;
    };
    return { status: 201, body: wholeSource({ ...source, name }) };
  };
  return { sources, ofBackend, one, backends, create };
}

function route(method: string, path: string, handler: RouteHandler): Route {
  return { method, path: `/0.1${path}`, style: 'new', handler };
}
