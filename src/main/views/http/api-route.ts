import type { Route } from './router.ts';

/** `/0.1/api/api.yml`: which routes there are, as OpenAPI 3. It is JSON, as YAML may be. */
export function apiRoute(routes: readonly Route[]): Route {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path } of routes) {
    const names = [...path.matchAll(/:([a-z_]+)/g)].map(([, name]) => name);
    const parameters = names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    const key = path.replace(/^\/0\.1/, '').replace(/:([a-z_]+)\*?/g, '{$1}');
    (paths[key] ??= {})[method.toLowerCase()] = { parameters, responses: { default: { description: '' } } };
  }
  const text = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Crosspatch directory', version: '0.1' },
    servers: [{ url: '/0.1' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } } },
    paths,
  });
  return {
    method: 'GET',
    path: '/0.1/api/api.yml',
    style: 'new',
    handler: async () => ({ status: 200, body: text, type: 'application/x-yaml' }),
  };
}
