import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../../../shared/net/endpoint.ts';
import { hasToken, readHost } from '../../net/request-guard.ts';
import { ownNames } from './own-names.ts';

/** HTTP's number for why a request is turned away. */
export type Refusal = 401 | 403 | 421;

/**
 * Who may read and write. Programs of this machine may; others need the token, unless everyone may. Web pages of other
 * sites never may, wherever their browser runs: it tells them apart by Host and Origin.
 */
export class Access {
  constructor(private readonly rules: { readonly open: boolean; readonly token: string }) {}

  /** Why a request, or the opening of a WebSocket, is refused; undefined when it is not. */
  refusal(request: IncomingMessage): Refusal | undefined {
    const { host, origin } = request.headers;
    if (!isOwnHost(host)) return 421;
    if (origin !== undefined && origin !== `http://${host}`) return 403;
    return this.#isLocal(request.socket.remoteAddress) ||
      this.rules.open ||
      hasToken(request.headers, this.rules.token)
      ? undefined
      : 401;
  }

  /** A datagram shows no token. */
  allowsDatagram(from: string): boolean {
    return this.rules.open || this.#isLocal(from);
  }

  #isLocal(address: string | undefined): boolean {
    return isLoopback(plainAddress(address));
  }
}

/** An address as people write it: an IPv4 peer of an IPv6 socket without the prefix. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * The guard against DNS rebinding: a foreign name server can point its own name at us, but no address nor our name. Only
 * small clients leave the name out; browsers, which pages could misuse, never do.
 */
function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return true;
  const name = readHost(host)?.name.replace(/\.$/, '');
  if (name === undefined) return false;
  return isIP(name) !== 0 || ownNames().includes(name);
}
