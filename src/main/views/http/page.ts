import { compareFolded, fold } from '../../../shared/directory/fold.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { countQuery } from './ask.ts';
import type { RouteRequest } from './router.ts';

export type Listed = Readonly<Record<string, unknown>>;

export interface Page {
  readonly total: number;
  /** How many fit the search. */
  readonly filtered: number;
  readonly items: readonly Listed[];
}

/**
 * A page of a list: `search`, `order`, `direction`, `limit` and `offset` as in the query. Throws
 * `directory.bad-request` for an order by what nothing has, another direction, or no whole number.
 */
export function page(request: RouteRequest, items: readonly Listed[]): Page {
  const { query } = request;
  const search = fold(query.get('search') ?? '');
  const found = items.filter(item => search === '' || Object.values(item).some(value => has(value, search)));
  const direction = query.get('direction') ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc')
    throw bad('direction', `"${direction}" is neither asc nor desc`);
  const order = query.get('order');
  if (order !== null) {
    if (items.length > 0 && !items.some(item => Object.hasOwn(item, order)))
      throw bad('order', `column '${order}' was not found`);
    const sign = direction === 'desc' ? -1 : 1;
    found.sort((a, b) => sign * compareFolded(textOf(a, order), textOf(b, order)));
  }
  const offset = countQuery(request, 'offset') ?? 0;
  const limit = countQuery(request, 'limit') ?? Infinity;
  return { total: items.length, filtered: found.length, items: found.slice(offset, offset + limit) };
}

function has(value: unknown, folded: string): boolean {
  return typeof value === 'string' && fold(value).includes(folded);
}

function textOf(item: Listed, column: string): string {
  const value = Object.hasOwn(item, column) ? item[column] : undefined;
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function bad(what: string, reason: string): Error {
  return fail('directory.bad-request', { reason: `${what}: ${reason}` });
}
