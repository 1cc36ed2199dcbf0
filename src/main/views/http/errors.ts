import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { ErrorStyle, RouteAnswer } from './router.ts';

const STATUS: Readonly<Record<string, number>> = {
  'directory.bad-request': 400,
  'directory.bad-source': 400,
  'directory.bad-profile': 400,
  'directory.bad-display': 400,
  'directory.no-name': 400,
  'directory.csv-broken': 400,
  'contract.bad-params': 400,
  'contract.unauthorised': 401,
  'directory.no-source': 404,
  'directory.no-profile': 404,
  'directory.no-display': 404,
  'directory.no-favorite': 404,
  'directory.no-entry': 404,
  'directory.no-phonebook': 404,
  'directory.no-backend': 404,
  'directory.duplicate': 409,
  'directory.duplicate-favorite': 409,
  'directory.duplicate-entry': 409,
  'directory.changed-meanwhile': 409,
  'directory.entry-changed': 409,
  'directory.body-too-large': 413,
  'directory.service-missing': 503,
};

/** What went wrong as an answer: status and body of the route's style. `now` in epoch seconds. */
export function errorAnswer(thrown: unknown, style: ErrorStyle, resource: string, now: number): RouteAnswer {
  const error = toCodedError(thrown);
  return errorBody(STATUS[error.code] ?? 500, error.message, style, {
    id: error.code,
    resource,
    now,
    details: error.details,
  });
}

export interface ErrorFacts {
  readonly id: string;
  readonly resource: string;
  readonly now: number;
  readonly details?: object;
}

export function errorBody(
  status: number,
  message: string,
  style: ErrorStyle,
  facts: ErrorFacts,
): RouteAnswer {
  if (style === 'old')
    return { status, body: { reason: [message], timestamp: [facts.now], status_code: status } };
  const { id, resource, now, details = {} } = facts;
  return { status, body: { message, error_id: id.replaceAll('.', '-'), details, resource, timestamp: now } };
}
