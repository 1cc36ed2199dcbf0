import { fail } from '../../../shared/error/coded-error.ts';
import type { CallContext, ServiceCallable, ServiceRequest } from '../../../shared/plugin/service.ts';
import type { CatalogueCall, SourceCatalogue } from '../../../shared/plugin/source.ts';

/** The longest that a plugin may wait for sources, in ms. */
const LONGEST = 30_000;

/** The catalogue as a callable, for plugins in other threads: the other end of `RemoteSources`. */
export function sourcesCallable(sources: () => SourceCatalogue): ServiceCallable {
  return async (request, context) => {
    const call = readCall(request['call'], context);
    const names = texts(request['sources']);
    switch (request.op) {
      case 'search':
        return sources().search(names, String(request['term']), call);
      case 'firstMatch':
        return sources().firstMatch(names, String(request['key']), call);
      case 'matchAll':
        return sources().matchAll(names, texts(request['keys']), call);
      case 'listIds':
        return sources().listIds(readIds(request), call);
      case 'all':
        return sources().all(names, call);
      default:
        throw fail('contract.unknown-call', { name: `sources.${request.op}` });
    }
  };
}

function readCall(given: unknown, { signal }: CallContext): CatalogueCall {
  const { user, profile, timeout, limit } = (given ?? {}) as Partial<Record<keyof CatalogueCall, unknown>>;
  return {
    user: typeof user === 'string' ? user : 'local',
    profile: typeof profile === 'string' ? profile : '',
    timeout: typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, LONGEST) : LONGEST,
    signal,
    ...(typeof limit === 'number' && limit >= 0 ? { limit } : {}),
  };
}

function readIds(request: ServiceRequest): ReadonlyMap<string, readonly string[]> {
  const given = request['ids'];
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return new Map(entries.map(([source, ids]) => [source, texts(ids)]));
}

function texts(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [];
}
