import { fail } from '../error/coded-error.ts';
import type { ServiceRequest } from '../plugin/service.ts';

/** The person at this machine, where a request names no user. */
export const LOCAL_USER = 'local';

export function userOf(request: ServiceRequest): string {
  const { user } = request;
  return typeof user === 'string' && user !== '' ? user : LOCAL_USER;
}

/** A text of a request. Throws `directory.bad-request` when it is missing. */
export function neededText(request: ServiceRequest, name: string): string {
  const value = request[name];
  if (typeof value !== 'string') throw fail('directory.bad-request', { reason: `"${name}" is missing` });
  return value;
}

export function optionalText(request: ServiceRequest, name: string): string | undefined {
  const value = request[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of at least 0. Throws `directory.bad-request` for anything else. */
export function optionalCount(request: ServiceRequest, name: string): number | undefined {
  const value = request[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw fail('directory.bad-request', { reason: `${name}: "${String(value)}" is no whole number` });
}
