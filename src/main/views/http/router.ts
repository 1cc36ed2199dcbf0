import type { IncomingMessage } from 'node:http';

/** A request as a route sees it. */
export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly user: string;
  readonly headers: IncomingMessage['headers'];
  readonly signal: AbortSignal;
  /** The body as it came. Throws when it is too large. */
  body(): Promise<Buffer>;
}

export interface RouteAnswer {
  readonly status: number;
  /** Sent as JSON; a text is sent as it is with `type`. */
  readonly body?: unknown;
  readonly type?: string;
}

export type RouteHandler = (request: RouteRequest) => Promise<RouteAnswer>;

/** How errors of a route are told: the older routes have lists of reasons, the newer ones one message. */
export type ErrorStyle = 'old' | 'new';

export interface Route {
  readonly method: string;
  /** `/lookup/:profile`; `:name*` takes in slashes. */
  readonly path: string;
  readonly style: ErrorStyle;
  readonly handler: RouteHandler;
}

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a path. Among routes that fit, the first counts. */
export class Router {
  readonly #routes: { readonly route: Route; readonly pattern: RegExp; readonly names: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map(route => {
      const names: string[] = [];
      const source = route.path.replace(/:([a-z_]+)(\*)?/g, (_, name: string, star: string | undefined) => {
        names.push(name);
        return star === undefined ? '([^/]+)' : '(.+)';
      });
      return { route, names, pattern: new RegExp(`^${source}/?$`) };
    });
  }

  /** The route, or the methods that the path knows; an empty list when it knows none. */
  find(method: string, path: string): FoundRoute | readonly string[] {
    const methods: string[] = [];
    for (const { route, pattern, names } of this.#routes) {
      const match = pattern.exec(path);
      if (!match) continue;
      methods.push(route.method);
      const params = route.method === method ? decodeAll(names, match) : undefined;
      if (params) return { route, params };
    }
    return methods;
  }
}

/** Undefined when an escape of the path is broken. */
function decodeAll(names: readonly string[], match: RegExpExecArray): Record<string, string> | undefined {
  try {
    return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')]));
  } catch {
    return undefined;
  }
}
