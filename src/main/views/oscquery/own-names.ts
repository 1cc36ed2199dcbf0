import { hostname } from 'node:os';

/**
 * The name under which mDNS tells our addresses. Not the machine's own: the system's responder owns that one, and would
 * take ours for another machine's.
 */
export function mdnsHost(): string {
  return `${firstLabel()}-crosspatch.local`;
}

/** Names by which clients may call this machine, in lower case. */
export function ownNames(): readonly string[] {
  return ['localhost', hostname(), `${hostname()}.local`, `${firstLabel()}.local`, mdnsHost()].map(name =>
    name.toLowerCase(),
  );
}

function firstLabel(): string {
  return hostname().split('.')[0] ?? '';
}
