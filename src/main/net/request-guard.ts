import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Compare with a secret in a time that does not depend on how much of it is right. Nothing is never the secret. */
export function isSecret(given: string | null | undefined, secret: string): boolean {
  return typeof given === 'string' && secret !== '' && timingSafeEqual(digest(given), digest(secret));
}

/** The token as dird's clients send it, in `X-Auth-Token`, or as everybody else does: `Authorization: Bearer`. */
export function hasToken(headers: IncomingHttpHeaders, token: string): boolean {
  const given = headers['x-auth-token'] ?? /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  return typeof given === 'string' && isSecret(given, token);
}

export interface RequestHost {
  /** In lower case, IPv6 without brackets. */
  readonly name: string;
  /** Undefined where none is written. */
  readonly port: number | undefined;
}

/** What the Host header names; undefined when it is missing or no host. */
export function readHost(header: string | undefined): RequestHost | undefined {
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(header ?? '') ?? [];
  if (name === undefined) return undefined;
  return {
    name: name.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === undefined ? undefined : Number(port),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
