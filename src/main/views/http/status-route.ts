import type { SourceInfo } from '../../../shared/contract/calls/directory.ts';
import type { Ask } from './ask.ts';
import type { Route } from './router.ts';

/** `/0.1/status`: which services answer, and how each source is. */
export function statusRoute(ask: Ask, services: readonly string[]): Route {
  return {
    method: 'GET',
    path: '/0.1/status',
    style: 'new',
    handler: async request => {
      const sources = services.includes('directory')
        ? ((await ask('directory', 'sources', request)) as readonly SourceInfo[])
        : [];
      const ok = (yes: boolean) => (yes ? 'ok' : 'fail');
      return {
        status: 200,
        body: {
          rest_api: { status: 'ok' },
          services: Object.fromEntries(services.map(name => [name, { status: 'ok' }])),
          sources: Object.fromEntries(
            sources.map(({ name, state, message }) => [
              name,
              { status: ok(state !== 'failed'), state, message },
            ]),
          ),
        },
      };
    },
  };
}
