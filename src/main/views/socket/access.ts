import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isSecret, readHost } from '../../net/request-guard.ts';

/** Who may speak to the view. */
export interface Access {
  readonly token: string;
  /** The port that the server got; cookies know no ports, so that its number goes into their name. */
  readonly port: number;
  /** Names that a browser may use for this machine beside IP addresses and localhost, in lower case. */
  readonly hostNames: readonly string[];
}

/**
 * The guard against DNS rebinding: a foreign site can point its own name at our address, but it cannot change the
 * Host header that the browser then sends. An IP address cannot be rebound.
 */
export function isKnownHost(host: string | undefined, access: Access): boolean {
  const found = readHost(host);
  if (!found || (found.port ?? 80) !== access.port) return false;
  const { name } = found;
  return isIP(name) !== 0 || name === 'localhost' || access.hostNames.includes(name);
}

/** A WebSocket is not bound by the same-origin rule: the page that opens it must be our own. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  return headers.origin === `http://${headers.host}` || headers.origin === `https://${headers.host}`;
}

/** Compare with the token in a time that does not depend on how much of it is right. */
export function isToken(text: string | null | undefined, access: Access): boolean {
  return isSecret(text, access.token);
}

export function hasCookie(headers: IncomingHttpHeaders, access: Access): boolean {
  const name = cookieName(access);
  return (headers.cookie ?? '').split(';').some(pair => {
    const [key, value] = pair.trim().split('=', 2);
    return key === name && isSecret(value, cookieValue(access));
  });
}

export function setCookie(access: Access): string {
  return `${cookieName(access)}=${cookieValue(access)}; HttpOnly; SameSite=Strict; Path=/`;
}

/** True where a browser treats plain http as a secure context. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** A token of the user's own making may hold what has a meaning of its own in a cookie. */
function cookieValue({ token }: Access): string {
  return encodeURIComponent(token);
}

function cookieName(access: Access): string {
  return `crosspatch_${access.port}`;
}
