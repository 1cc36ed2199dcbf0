import { type Ask, neededQuery } from './ask.ts';
import type { Route, RouteHandler } from './router.ts';

const OLD = 'old' as const;

/** `/0.1/directories/lookup/...` */
export function lookupRoutes(ask: Ask): Route[] {
  const lookup: RouteHandler = async request => {
    const { profile, user_uuid } = request.params;
    const term = neededQuery(request, 'term');
    const as = user_uuid === undefined ? request : { ...request, user: user_uuid };
    return { status: 200, body: await ask('lookup', 'lookup', as, { profile, term }) };
  };
  const headers: RouteHandler = async request => ({
    status: 200,
    body: await ask('lookup', 'headers', request, { profile: request.params['profile'] }),
  });
  return [
    { method: 'GET', path: '/0.1/directories/lookup/:profile/headers', style: OLD, handler: headers },
    { method: 'GET', path: '/0.1/directories/lookup/:profile/:user_uuid', style: OLD, handler: lookup },
    { method: 'GET', path: '/0.1/directories/lookup/:profile', style: OLD, handler: lookup },
  ];
}

/** `/0.1/directories/reverse/...` */
export function reverseRoutes(ask: Ask): Route[] {
  const reverse: RouteHandler = async request => {
    const { profile, user_uuid = '' } = request.params;
    const exten = neededQuery(request, 'exten');
    const instance = request.query.get('instance') ?? undefined;
    const as = { ...request, user: user_uuid };
    return { status: 200, body: await ask('reverse', 'reverse', as, { profile, exten, instance }) };
  };
  return [
    { method: 'GET', path: '/0.1/directories/reverse/:profile/:user_uuid', style: OLD, handler: reverse },
  ];
}
