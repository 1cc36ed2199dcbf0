import { type Ask, jsonBody, objectBody, textBody } from './ask.ts';
import { type Listed, page } from './page.ts';
import type { Route, RouteHandler, RouteRequest } from './router.ts';

/** `/0.1/phonebooks...` */
export function phonebookRoutes(ask: Ask): Route[] {
  const route = (method: string, path: string, handler: RouteHandler): Route => ({
    method,
    path: `/0.1/phonebooks${path}`,
    style: 'new',
    handler,
  });
  const call =
    (op: string, status: number, extra?: (request: RouteRequest) => Promise<object>): RouteHandler =>
    async request => {
      const body = await ask('phonebook', op, request, { ...(await extra?.(request)), ...request.params });
      return status === 204 ? { status } : { status, body };
    };
  const about = (request: RouteRequest) => objectBody(request);
  const contact = async (request: RouteRequest) => ({ contact: await jsonBody(request) });
  const list =
    (op: string): RouteHandler =>
    async request => {
      const { items } = (await ask('phonebook', op, request, request.params)) as { items: readonly Listed[] };
      return { status: 200, body: page(request, items) };
    };
  return [
    route('GET', '', list('phonebooks')),
    route('POST', '', call('create', 201, about)),
    route('GET', '/:phonebook', call('get', 200)),
    route('PUT', '/:phonebook', call('edit', 200, about)),
    route('DELETE', '/:phonebook', call('remove', 204)),
    route('GET', '/:phonebook/contacts', list('contacts')),
    route('POST', '/:phonebook/contacts', call('createContact', 201, contact)),
    route(
      'POST',
      '/:phonebook/contacts/import',
      call('import', 201, async request => ({ csv: await textBody(request) })),
    ),
    route('GET', '/:phonebook/contacts/:id', call('getContact', 200)),
    route('PUT', '/:phonebook/contacts/:id', call('editContact', 200, contact)),
    route('DELETE', '/:phonebook/contacts/:id', call('removeContact', 204)),
  ];
}
