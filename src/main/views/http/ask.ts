import { textDecoder } from '../../../shared/directory/text-decoder.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ServiceCallable } from '../../../shared/plugin/service.ts';
import type { RouteRequest } from './router.ts';

/** Ask a service on behalf of the request's user. */
export type Ask = (service: string, op: string, request: RouteRequest, params?: object) => Promise<unknown>;

/** Services are looked up when asked: one that was switched off since answers 503. */
export function askFrom(services: ReadonlyMap<string, ServiceCallable>): Ask {
  return async (service, op, { user, signal }, params = {}) => {
    const callable = services.get(service);
    if (!callable) throw fail('directory.service-missing', { service });
    return callable({ ...params, user, op }, { client: `http ${user}`, signal });
  };
}

/** A query parameter. Throws `directory.bad-request` when it is missing. */
export function neededQuery(request: RouteRequest, name: string): string {
  const value = request.query.get(name);
  if (value === null) throw fail('directory.bad-request', { reason: `${name} is missing` });
  return value;
}

/** A whole number in the query; undefined when absent. */
export function countQuery({ query }: RouteRequest, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^\d{1,9}$/.test(value))
    throw fail('directory.bad-request', { reason: `${name}: "${value}" is no whole number` });
  return Number(value);
}

/** The body as JSON. Throws `directory.bad-request`. */
export async function jsonBody(request: RouteRequest): Promise<unknown> {
  try {
    return JSON.parse((await request.body()).toString('utf8')) as unknown;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw fail('directory.bad-request', { reason: 'The body is no JSON' });
    throw thrown;
  }
}

/** The body as a JSON object. Throws `directory.bad-request`. */
export async function objectBody(request: RouteRequest): Promise<Readonly<Record<string, unknown>>> {
  const body = await jsonBody(request);
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Readonly<Record<string, unknown>>;
  throw fail('directory.bad-request', { reason: 'The body is no JSON object' });
}

/** The body as text in the charset that its header declares, UTF-8 when none. Throws `directory.bad-request`. */
export async function textBody(request: RouteRequest): Promise<string> {
  const charset = /charset="?([\w-]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return textDecoder(charset, true).decode(await request.body());
  } catch (thrown) {
    if (thrown instanceof TypeError || thrown instanceof RangeError)
      throw fail('directory.bad-request', { reason: `The body is not in the encoding ${charset}` });
    throw thrown;
  }
}
