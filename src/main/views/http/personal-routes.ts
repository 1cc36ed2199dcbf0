import type { Entry } from '../../../shared/plugin/source.ts';
import { type Ask, countQuery, jsonBody, textBody } from './ask.ts';
import { formatted } from './favorites-routes.ts';
import type { Route, RouteHandler, RouteRequest } from './router.ts';

const CSV = 'text/csv; charset=utf-8';

/** `/0.1/personal...` and `/0.1/directories/personal/...` */
export function personalRoutes(ask: Ask): Route[] {
  const route = (method: string, path: string, handler: RouteHandler): Route => ({
    method,
    path: `/0.1${path}`,
    style: 'old',
    handler,
  });
  return [
    route('GET', '/directories/personal/:profile', async request => {
      // The profile is looked up first, so that an unknown one is told.
      await ask('directory', 'displayOf', request, { profile: request.params['profile'] });
      const entries = (await ask('personal', 'list', request)) as readonly Entry[];
      return { status: 200, body: await formatted(ask, request, entries) };
    }),
    route('GET', '/personal', async request =>
      wantsCsv(request) ? exported(ask, request) : { status: 200, body: await listed(ask, request) },
    ),
    route('POST', '/personal', async request => ({
      status: 201,
      body: await ask('personal', 'create', request, { contact: await jsonBody(request) }),
    })),
    route('DELETE', '/personal', async request => {
      await ask('personal', 'purge', request);
      return { status: 204 };
    }),
    route('POST', '/personal/import', async request => ({
      status: 201,
      body: await ask('personal', 'import', request, { csv: await textBody(request) }),
    })),
    route('GET', '/personal/:id', async request => ({
      status: 200,
      body: await ask('personal', 'get', request, request.params),
    })),
    route('PUT', '/personal/:id', async request => ({
      status: 200,
      body: await ask('personal', 'edit', request, { ...request.params, contact: await jsonBody(request) }),
    })),
    route('DELETE', '/personal/:id', async request => {
      await ask('personal', 'remove', request, request.params);
      return { status: 204 };
    }),
  ];
}

function wantsCsv({ query }: RouteRequest): boolean {
  return query.get('format') === 'text/csv';
}

async function exported(ask: Ask, request: RouteRequest) {
  const { csv } = (await ask('personal', 'export', request)) as { csv: string };
  return csv === '' ? { status: 204 } : { status: 200, body: csv, type: CSV };
}

function listed(ask: Ask, request: RouteRequest): Promise<unknown> {
  const { query } = request;
  return ask('personal', 'listRaw', request, {
    order: query.get('order') ?? undefined,
    direction: query.get('direction') ?? undefined,
    limit: countQuery(request, 'limit'),
    offset: countQuery(request, 'offset'),
  });
}
