import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryTestWorld, DISPLAY } from '../testing/directory-world.ts';

// What a client of dird's API 0.1 may do, and what a hostile one tries, over real HTTP.

const world = new DirectoryTestWorld();
beforeAll(async () => {
  const sources = [
    ...world.sources(),
    {
      name: 'ws',
      backend: 'csv_ws',
      lookup_url: 'http://127.0.0.1:9/',
      auth: { password: 'hush', user: 'u' },
    },
  ];
  world.settings({ sources, profiles: [world.profile(['my_csv', 'third_csv'])], displays: [DISPLAY] });
  await world.start();
});
afterAll(() => world.remove());
beforeEach(() => expect(world.address).not.toBe(''));

/** An answer with its headers, to a request that `fetch` would refuse to send. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = httpRequest(
        world.address,
        { method, path, headers: { 'X-Auth-Token': 'secret', ...headers } },
        answer => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(pieces).toString(),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

const old = (status: number, reason: RegExp) => ({
  status,
  body: { reason: [expect.stringMatching(reason)], timestamp: [expect.any(Number)], status_code: status },
});
const fresh = (status: number, id: string, resource: string) => ({
  status,
  body: {
    message: expect.any(String) as string,
    error_id: id,
    details: expect.any(Object) as object,
    resource,
    timestamp: expect.any(Number) as number,
  },
});

describe('who may ask', () => {
  it.each([
    ['no token', {}],
    ['another token', { 'X-Auth-Token': 'Secret' }],
    ['an empty token', { 'X-Auth-Token': '' }],
    ['another scheme', { Authorization: 'Basic secret' }],
  ])('%s is 401', async (_what, headers: Record<string, string>) => {
    const response = await fetch(`${world.address}/0.1/sources`, { headers });
    expect({ status: response.status, body: await response.json() }).toEqual(old(401, /Unauthorized/));
  });

  it('the token is taken from either header', async () => {
    const headers = { Authorization: 'bearer secret' };
    expect((await fetch(`${world.address}/0.1/sources`, { headers })).status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'the host "%s" is refused before its token is looked at',
    async host => {
      const { status, text } = await raw('GET', '/0.1/sources', { Host: host });
      expect(status).toBe(421);
      expect(text).not.toContain('my_csv');
    },
  );

  it.each(['localhost', '127.0.0.1:1', '[::1]:80', 'LOCALHOST:9489'])(
    'the host "%s" is our own',
    async host => {
      expect((await raw('GET', '/0.1/sources', { Host: host })).status).toBe(200);
    },
  );

  it('a user whose name is no name is 400', async () => {
    const headers = { 'X-Crosspatch-User': 'a b' };
    expect(await world.http('GET', '/personal', undefined, headers)).toMatchObject(old(400, /no name/));
  });
});

describe('methods and addresses', () => {
  it('another method is 405 and says which are allowed; so does OPTIONS', async () => {
    const refused = await raw('PATCH', '/0.1/personal');
    expect([refused.status, refused.headers['allow']]).toEqual([405, 'GET, POST, DELETE, HEAD, OPTIONS']);
    const asked = await raw('OPTIONS', '/0.1/directories/favorites/my_csv/1');
    expect([asked.status, asked.headers['allow'], asked.text]).toEqual([200, 'PUT, DELETE, OPTIONS', '']);
  });

  it('HEAD is GET without a body', async () => {
    const get = await raw('GET', '/0.1/displays');
    const head = await raw('HEAD', '/0.1/displays');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });

  it('an unknown address is 404, a broken escape in a known one 400', async () => {
    expect(await world.http('GET', '/nothing')).toMatchObject(fresh(404, 'not-found', '/0.1/nothing'));
    for (const path of ['favorites/my_csv/%ff', 'favorites/%zz/1']) {
      const { status, text } = await raw('PUT', `/0.1/directories/${path}`);
      expect(status).toBe(400);
      expect(text).toContain('broken escape');
    }
  });

  it('a whole address is an address too', async () => {
    expect((await raw('GET', `${world.address}/0.1/status`)).status).toBe(200);
  });

  it('lists its routes in api.yml, each of them', async () => {
    const { status, text, type } = await world.http('GET', '/api/api.yml');
    expect([status, type]).toEqual([200, 'application/x-yaml']);
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
    expect(Object.keys(paths)).toContain('/directories/favorites/{directory}/{contact}');
    expect(Object.keys(paths['/personal'] ?? {})).toEqual(['get', 'post', 'delete']);
  });

  it('many requests come through one connection, one behind the other', async () => {
    const one =
      'GET /0.1/directories/lookup/default/headers HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: secret\r\n\r\n';
    const last = one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
    const { hostname, port } = new URL(world.address);
    const text = await new Promise<string>(resolve => {
      const socket = connect(Number(port), hostname, () => socket.end(one + one + last));
      let got = '';
      socket.on('data', piece => (got += String(piece)));
      socket.on('close', () => resolve(got));
    });
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(3);
  });
});

describe('bodies', () => {
  it.each([
    ['POST', '/profiles'],
    ['POST', '/displays'],
    ['PUT', '/displays/default'],
    ['POST', '/backends/csv/sources'],
    ['PUT', '/backends/csv/sources/my_csv'],
    ['POST', '/phonebooks'],
  ])('%s %s refuses what is no object', async (method, path) => {
    for (const body of ['null', '[]', '"x"', '1', '{', '', '\u0000'])
      expect(await world.http(method, path, body)).toMatchObject(
        fresh(400, 'directory-bad-request', `/0.1${path}`),
      );
  });

  it('the older routes say so in their way', async () => {
    for (const body of ['null', '[]', '{', ''])
      expect(await world.http('POST', '/personal', body)).toMatchObject(old(400, /./));
  });

  it('a body that is too large is 413, and the connection goes on', async () => {
    const body = Buffer.alloc(9 << 20, 0x20);
    expect(await raw('POST', '/0.1/personal', {}, body)).toMatchObject({ status: 413 });
    expect(await raw('POST', '/0.1/personal/import', { 'Content-Type': 'text/csv' }, body)).toMatchObject({
      status: 413,
    });
    expect((await raw('GET', '/0.1/status')).status).toBe(200);
  });

  it('an encoding that nobody knows is 400', async () => {
    const headers = { 'Content-Type': 'text/csv; charset=klingon' };
    expect(await world.http('POST', '/personal/import', 'a\nb\n', headers)).toMatchObject(
      old(400, /klingon/),
    );
  });

  it('keys of prototypes are keys like others', async () => {
    const sent = await world.http('POST', '/personal', '{"__proto__":"x","constructor":"y"}');
    expect(sent.status).toBe(201);
    const { id } = sent.body as { id: string };
    expect((await world.http('GET', `/personal/${id}`)).text).toContain('"__proto__":"x"');
    await world.http('POST', '/personal', { firstname: 'Plain' });
    expect((await world.http('GET', '/personal?order=constructor')).status).toBe(200);
    const { text } = await world.http('GET', '/personal?format=text/csv');
    expect(text.split('\r\n')[2]).toMatch(/^,,Plain,[\w-]+$/);
    expect((await world.http('DELETE', '/personal')).status).toBe(204);
    for (const exten of ['__proto__', 'constructor', 'toString'])
      expect(await world.reverse(exten)).toMatchObject({ display: null, source: null, fields: {} });
    for (const name of ['__proto__', 'constructor'])
      expect((await world.http('GET', `/directories/lookup/${name}?term=a`)).status).toBe(404);
  });
});

describe('lists', () => {
  const names = async (query: string) => {
    const { body } = await world.http('GET', `/sources${query}`);
    const { total, filtered, items } = body as { total: number; filtered: number; items: { name: string }[] };
    return { total, filtered, names: items.map(item => item.name) };
  };

  it('are searched, ordered and cut, and count what there is', async () => {
    expect(await names('?search=CSV&order=name&direction=desc&limit=2&offset=1')).toEqual({
      total: 6,
      filtered: 4,
      names: ['third_csv', 'second_csv'],
    });
    expect((await names('?offset=99')).names).toEqual([]);
    expect((await names('?limit=0')).names).toEqual([]);
  });

  it.each(['order=nope', 'order=__proto__', 'direction=up', 'limit=-1', 'limit=x', 'offset=1.5'])(
    '%s is 400',
    async query => {
      expect((await world.http('GET', `/sources?${query}`)).status).toBe(400);
      expect((await world.http('GET', `/directories/default/sources?${query}`)).status).toBe(400);
    },
  );

  it('has the sources of a profile in short', async () => {
    const { body } = await world.http('GET', '/directories/default/sources');
    expect(body).toEqual({
      total: 2,
      filtered: 2,
      items: ['my_csv', 'third_csv'].map(name => ({
        uuid: name,
        name,
        backend: 'csv',
        tenant_uuid: 'local',
      })),
    });
    expect((await world.http('GET', '/directories/nope/sources')).status).toBe(404);
  });
});

describe('sources, profiles and displays', () => {
  it('a source is made, read, changed, renamed and removed', async () => {
    const all = '/backends/csv/sources';
    const source = { name: 'a/b', file: world.path('test.csv'), searched_columns: ['fn'] };
    const made = await world.http('POST', all, source);
    const whole = { ...source, backend: 'csv', uuid: 'a/b', tenant_uuid: 'local' };
    expect(made).toMatchObject({ status: 201, body: whole });
    expect(await world.http('POST', all, source)).toMatchObject(
      fresh(409, 'directory-duplicate', `/0.1${all}`),
    );
    const read = await world.http('GET', `${all}/a/b`);
    expect(read).toMatchObject({ status: 200, body: whole });
    // What was read may be sent back as it is.
    expect((await world.http('PUT', `${all}/a/b`, { ...(read.body as object), name: 'c' })).status).toBe(204);
    expect((await world.http('GET', `${all}/a/b`)).status).toBe(404);
    const after = world.parts.directory.settings.sources().find(one => one.name === 'c');
    expect(after).toEqual({ ...source, name: 'c', backend: 'csv' });
    expect((await world.http('PUT', `${all}/c`, { ...source, name: 'my_csv' })).status).toBe(409);
    expect((await world.http('DELETE', `${all}/c`)).status).toBe(204);
    expect((await world.http('DELETE', `${all}/c`)).status).toBe(404);
  });

  it('a back-end that nobody offers is 404, and an odd source 400', async () => {
    for (const method of ['GET', 'POST'])
      expect(
        (await world.http(method, '/backends/nope/sources', method === 'POST' ? {} : undefined)).status,
      ).toBe(404);
    expect((await world.http('GET', '/backends/ldap/sources/my_csv')).status).toBe(404);
    for (const source of [{}, { name: '' }, { name: 'x'.repeat(513) }, { name: 'x', searched_columns: 'fn' }])
      expect((await world.http('POST', '/backends/csv/sources', source)).status).toBe(400);
  });

  it('secrets are not told, and stay when what was told comes back', async () => {
    const path = '/backends/csv_ws/sources/ws';
    const { text, body } = await world.http('GET', path);
    expect(text).not.toContain('hush');
    expect(body).toMatchObject({ auth: { password: null, user: 'u' } });
    expect((await world.http('PUT', path, { ...(body as object), timeout: 2 })).status).toBe(204);
    const saved = world.parts.directory.settings.sources().find(one => one.name === 'ws');
    expect(saved).toMatchObject({ timeout: 2, auth: { password: 'hush', user: 'u' } });
    expect(saved).not.toHaveProperty('uuid');
  });

  it.each([
    ['profiles', { display: 'default', services: { lookup: { sources: [{ name: 'my_csv' }] } } }],
    ['displays', { columns: [{ field: 'fn', title: 'First' }] }],
  ])('%s are made, read, renamed and removed', async (list, item) => {
    const made = await world.http('POST', `/${list}`, { ...item, name: 'one' });
    expect(made).toMatchObject({ status: 201, body: { ...item, name: 'one', uuid: 'one' } });
    expect((await world.http('POST', `/${list}`, { ...item, name: 'one' })).status).toBe(409);
    expect((await world.http('POST', `/${list}`, { ...item, name: 'default' })).status).toBe(409);
    const { body } = await world.http('GET', `/${list}/one`);
    expect((await world.http('PUT', `/${list}/one`, { ...(body as object), name: 'two' })).status).toBe(204);
    expect((await world.http('GET', `/${list}/one`)).status).toBe(404);
    expect(await world.http('GET', `/${list}/two`)).toMatchObject({ status: 200, body: item });
    expect((await world.http('PUT', `/${list}/two`, { ...item, name: 'default' })).status).toBe(409);
    expect((await world.http('PUT', `/${list}/one`, item)).status).toBe(404);
    expect((await world.http('DELETE', `/${list}/two`)).status).toBe(204);
    expect((await world.http('DELETE', `/${list}/two`)).status).toBe(404);
    expect((await world.http('POST', `/${list}`, { ...item, name: 'x', surprise: 1 })).status).toBe(400);
  });

  it('a phonebook is named by its address, whatever the body says', async () => {
    const [a, b] = [
      (await world.http('POST', '/phonebooks', { name: 'a' })).body as { id: string },
      (await world.http('POST', '/phonebooks', { name: 'b' })).body as { id: string },
    ];
    expect((await world.http('PUT', `/phonebooks/${a.id}`, { name: 'c', phonebook: b.id })).status).toBe(200);
    const { body } = await world.http('GET', '/phonebooks?order=name');
    expect(body).toMatchObject({ total: 2, filtered: 2, items: [{ name: 'b' }, { name: 'c' }] });
  });
});
