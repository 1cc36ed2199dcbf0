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
  /** The methods that the path knows, where the request had another one. */
  readonly allow?: readonly string[];
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

export type FoundRoute =
  | { readonly found: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  /** The path is known, but not for this method; `methods` are what it knows. */
  | { readonly found: 'path'; readonly methods: readonly string[] }
  /** An escape such as `%zz` or `%ff` in the path says nothing. */
  | { readonly found: 'bad-escape'; readonly route: Route }
  | { readonly found: 'nothing' };

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

  find(method: string, path: string): FoundRoute {
    const methods: string[] = [];
    for (const { route, pattern, names } of this.#routes) {
      const match = pattern.exec(path);
      if (!match) continue;
      methods.push(route.method);
      if (route.method !== method) continue;
      const params = decodeAll(names, match);
      return params ? { found: 'route', route, params } : { found: 'bad-escape', route };
    }
    return methods.length > 0 ? { found: 'path', methods: [...new Set(methods)] } : { found: 'nothing' };
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
