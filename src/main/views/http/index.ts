import { formatEndpoint } from '../../../shared/net/endpoint.ts';
import { listenOptions } from '../../../shared/plugin/listen-options.ts';
import type { Logger } from '../../../shared/plugin/common.ts';
import type { ServiceCallable, ViewPlugin } from '../../../shared/plugin/service.ts';
import { apiRoute } from './api-route.ts';
import { type Ask, askFrom } from './ask.ts';
import { favoritesRoutes } from './favorites-routes.ts';
import { lookupRoutes, reverseRoutes } from './lookup-routes.ts';
import { personalRoutes } from './personal-routes.ts';
import { phonebookRoutes } from './phonebook-routes.ts';
import { type Route, Router } from './router.ts';
import { type RunningServer, startServer } from './server.ts';
import { settingsRoutes } from './settings-routes.ts';
import { sourceRoutes } from './source-routes.ts';
import { statusRoute } from './status-route.ts';

/** Which routes need which service; without it they are left out, and the others work. */
const GROUPS: readonly { readonly service: string; readonly routes: (ask: Ask) => readonly Route[] }[] = [
  { service: 'lookup', routes: lookupRoutes },
  { service: 'reverse', routes: reverseRoutes },
  { service: 'favorites', routes: favoritesRoutes },
  { service: 'personal', routes: personalRoutes },
  { service: 'phonebook', routes: phonebookRoutes },
  { service: 'directory', routes: ask => [...sourceRoutes(ask), ...settingsRoutes(ask)] },
];

export interface HttpConfig {
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
}

/** dird's HTTP API 0.1 over the directory. Needs a token in `X-Auth-Token` or `Authorization: Bearer`. */
export function createHttpView(onListen: (address: string) => void = () => undefined): ViewPlugin {
  let server: RunningServer | undefined;
  return {
    manifest: { kind: 'view', name: 'http', title: 'HTTP API', listens: true, options: listenOptions(9489) },
    async load({ config, services, clock, log }) {
      const { host = '127.0.0.1', port, token } = config as HttpConfig;
      if (port === undefined || token === undefined || token === '')
        throw new Error('it has no port or no token');
      const router = new Router(routesFor(services, log));
      server = await startServer({ host, port, token, wall: () => clock.wall() }, router);
      const address = `http://${formatEndpoint(host, server.port)}`;
      log.info(`HTTP API at ${address}/0.1`);
      onListen(address);
    },
    async unload() {
      await server?.close();
      server = undefined;
    },
  };
}

function routesFor(services: ReadonlyMap<string, ServiceCallable>, log: Logger): Route[] {
  const ask = askFrom(services);
  const routes = GROUPS.flatMap(group => {
    const own = group.routes(ask);
    if (services.has(group.service)) return own;
    for (const path of new Set(own.map(route => route.path)))
      log.error(`${path} disabled: no service plugin \`${group.service}\``);
    return [];
  });
  const there = GROUPS.map(group => group.service).filter(name => services.has(name));
  const all = [...routes, statusRoute(ask, there)];
  return [...all, apiRoute(all)];
}
