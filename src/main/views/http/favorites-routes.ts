import { displayTable, favoriteIdsFrom } from '../../../shared/directory/display.ts';
import type { Display } from '../../../shared/plugin/profile.ts';
import type { Entry } from '../../../shared/plugin/source.ts';
import type { Ask } from './ask.ts';
import type { Route, RouteRequest } from './router.ts';

const OLD = 'old' as const;

/** Entries in the columns of a profile's display, as lookups answer them. */
export async function formatted(ask: Ask, request: RouteRequest, entries: readonly Entry[]): Promise<object> {
  const { profile } = request.params;
  const { columns } = (await ask('directory', 'displayOf', request, { profile })) as Display;
  const ids = await ask('favorites', 'ids', request).catch(() => undefined);
  return displayTable(entries, columns, favoriteIdsFrom(ids));
}

/** `/0.1/directories/favorites/...` */
export function favoritesRoutes(ask: Ask): Route[] {
  const list: Route['handler'] = async request => {
    const { profile } = request.params;
    const entries = (await ask('favorites', 'list', request, { profile })) as readonly Entry[];
    return { status: 200, body: await formatted(ask, request, entries) };
  };
  const change =
    (op: 'add' | 'remove'): Route['handler'] =>
    async request => {
      const { directory, contact } = request.params;
      await ask('favorites', op, request, { source: directory, id: contact });
      return { status: 204 };
    };
  const one = '/0.1/directories/favorites/:directory*/:contact';
  return [
    { method: 'GET', path: '/0.1/directories/favorites/:profile', style: OLD, handler: list },
    { method: 'PUT', path: one, style: OLD, handler: change('add') },
    { method: 'DELETE', path: one, style: OLD, handler: change('remove') },
  ];
}
