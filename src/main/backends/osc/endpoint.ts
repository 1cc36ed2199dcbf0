/** A host by name or number, and a UDP port (0 to 65535; 0 lets the system choose where one listens). */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where messages go: to a fixed place, or to whoever sent last (to the port that was sent from, or to a given one). */
export type Destination =
  | { readonly kind: 'fixed'; readonly endpoint: Endpoint }
  | { readonly kind: 'learn'; readonly port: number | undefined };

/** `host port`, `host:port`, `[v6]:port`, or a port alone, which means this computer only. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const trimmed = text.trim();
  const found =
    /^(\S+)\s+(\d+)$/.exec(trimmed) ??
    /^\[([^\]]+)\]:(\d+)$/.exec(trimmed) ??
    /^([^\s:]+):(\d+)$/.exec(trimmed);
  if (!found) return /^\d+$/.test(trimmed) ? endpoint('127.0.0.1', trimmed) : undefined;
  return endpoint(found[1] === '*' ? '0.0.0.0' : (found[1] ?? ''), found[2] ?? '');
}

function endpoint(host: string, digits: string): Endpoint | undefined {
  const port = Number(digits);
  return port <= 65_535 ? { host, port } : undefined;
}

/** An endpoint, `learn` or `learn@port`. */
export function parseDestination(text: string): Destination | undefined {
  const learn = /^learn(?:@(\d+))?$/.exec(text.trim());
  if (learn) {
    const port = learn[1] === undefined ? undefined : Number(learn[1]);
    return port !== undefined && (port < 1 || port > 65_535) ? undefined : { kind: 'learn', port };
  }
  const fixed = parseEndpoint(text);
  return fixed && fixed.port > 0 ? { kind: 'fixed', endpoint: fixed } : undefined;
}

/** True when both are absent or name the same place. */
export function sameEndpoint<T extends Endpoint | Destination>(a: T | undefined, b: T | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
