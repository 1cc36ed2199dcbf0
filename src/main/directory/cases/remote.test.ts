import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryTestWorld, DISPLAY } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
const servers: (Server | TcpServer)[] = [];
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(async () => {
  await world.remove();
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

const PEOPLE = [
  ['1', 'Bob', 'Dylan', '1000', ''],
  ['2', 'Charlie', 'Arthur', '1001', 'c@example.org'],
  ['3', 'Marie', 'Curie', '1002', 'm@example.org'],
];
const HEADER = 'id,firstname,lastname,number,email';

/** A web service that searches itself, as csv_ws wants it. */
const people: RequestListener = (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://x');
  const columns = HEADER.split(',');
  const wanted = [...searchParams];
  const rows = PEOPLE.filter(
    row =>
      wanted.length === 0 ||
      wanted.some(([column, term]) =>
        row[columns.indexOf(column)]?.toLowerCase().includes(term.toLowerCase()),
      ),
  );
  response.setHeader('content-type', 'text/csv; charset=utf-8');
  response.end([HEADER, ...rows.map(row => row.join(','))].join('\n'));
};

async function listen(server: Server | TcpServer, port = 0): Promise<number> {
  servers.push(server);
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function remote(name: string, port: number, options: Record<string, unknown> = {}) {
  return {
    name,
    backend: 'csv_ws',
    lookup_url: `http://127.0.0.1:${port}/ws`,
    list_url: `http://127.0.0.1:${port}/ws`,
    unique_column: 'id',
    searched_columns: ['firstname', 'lastname'],
    first_matched_columns: ['number'],
    format_columns: { reverse: '{firstname} {lastname}' },
    ...options,
  };
}

/** A port that nobody listens on. */
async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

const COLUMNS = ['firstname', 'lastname', 'number', 'email'].map(field => ({ field, title: field }));

describe('remote sources', () => {
  it('case 17: an LDAP server that is down answers nothing, in less than 3 s', async () => {
    const ldap = {
      name: 'ldap',
      backend: 'ldap',
      ldap_uri: `ldap://127.0.0.1:${await deadPort()}`,
      ldap_base_dn: 'ou=people,dc=example,dc=org',
      searched_columns: ['cn'],
    };
    world.usual([ldap]);
    await world.start();
    const before = performance.now();
    expect(await world.lookup('alice')).toEqual([]);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('case 17: an LDAP server that accepts and never answers, too; the palette says so', async () => {
    const port = await listen(createTcpServer(socket => void socket.on('error', () => undefined).resume()));
    const ldap = {
      name: 'LDAP',
      backend: 'ldap',
      ldap_uri: `ldap://127.0.0.1:${port}`,
      ldap_base_dn: 'dc=example,dc=org',
      searched_columns: ['cn'],
      ldap_timeout: 0.3,
    };
    world.usual([ldap]);
    await world.start();
    const before = performance.now();
    expect(await world.lookup('alice')).toEqual([]);
    expect(performance.now() - before).toBeLessThan(3000);
    const answer = await world.call('directory', 'search', { search: 's1', term: 'alice', wait: 3000 });
    expect(answer).toMatchObject({ done: true, results: [], sources: [{ source: 'LDAP', state: 'error' }] });
  });

  it('an LDAP source without searched columns and filter does not load', async () => {
    world.usual([{ name: 'ldap', backend: 'ldap', ldap_uri: 'ldap://127.0.0.1:1', ldap_base_dn: 'dc=x' }]);
    await world.start();
    expect(await world.lookup('a')).toEqual([]);
    expect(world.standing().join()).toContain('searched_columns or ldap_custom_filter');
  });

  it.each([
    ['is missing', () => deadPort()],
    ['answers 404', () => listen(createServer((_, response) => response.writeHead(404).end()))],
    ['does not resolve', async () => 'http://no-such-host.invalid/ws'],
    ['does not answer in time', () => listen(createServer(() => undefined))],
    ['answers nonsense', () => listen(createServer((_, response) => response.end('<html>"')))],
  ])('case 18: when one of three remote sources %s, the others answer', async (_what, broken) => {
    const port = await listen(createServer(people));
    const where = await broken();
    const url = typeof where === 'string' ? { lookup_url: where } : {};
    const bad = remote('bad', typeof where === 'number' ? where : 1, { timeout: 0.5, ...url });
    const sources = [remote('one', port), bad, remote('two', port)];
    world.settings({
      sources,
      profiles: [world.profile(['one', 'bad', 'two'])],
      displays: [{ ...DISPLAY, columns: COLUMNS }],
    });
    await world.start();
    const arthur = ['Charlie', 'Arthur', '1001', 'c@example.org'];
    const curie = ['Marie', 'Curie', '1002', 'm@example.org'];
    expect(await world.lookup('ar')).toEqual([arthur, curie, arthur, curie]);
  });

  it('case 19: a remote source that starts late is found with no restart', async () => {
    const port = await deadPort();
    world.settings({
      sources: [remote('late', port)],
      profiles: [world.profile(['late'])],
      displays: [{ ...DISPLAY, columns: COLUMNS }],
    });
    await world.start();
    expect(await world.lookup('dyl')).toEqual([]);
    await listen(createServer(people), port);
    expect(await world.lookup('dyl')).toEqual([['Bob', 'Dylan', '1000', '']]);
    expect((await world.reverse('1002')).display).toBe('Marie Curie');
    expect((await world.reverse('100')).display).toBeNull();
    expect((await world.http('PUT', '/directories/favorites/late/3')).status).toBe(204);
    const { body } = await world.http('GET', '/directories/favorites/default');
    expect(body).toMatchObject({ results: [{ column_values: ['Marie', 'Curie', '1002', 'm@example.org'] }] });
  });

  it('searches piece by piece: what is quick comes first, what is slow later, what is given up is cancelled', async () => {
    let givenUp = 0;
    const slow: RequestListener = (request, response) => {
      response.on('close', () => void (response.writableEnded || givenUp++));
      setTimeout(() => people(request, response), 400);
    };
    const sources = [
      remote('slow', await listen(createServer(slow))),
      remote('quick', await listen(createServer(people))),
    ];
    world.usual(sources);
    await world.start();
    const first = await world.call('directory', 'search', { search: 'a', term: 'curie', wait: 200 });
    expect(first).toMatchObject({
      done: false,
      results: [{ title: 'Marie Curie', favorite: false, entry: { source: 'quick' } }],
      sources: [
        { source: 'slow', state: 'pending' },
        { source: 'quick', state: 'ok', count: 1 },
      ],
    });
    const more = await world.call('directory', 'more', { search: 'a' });
    expect(more).toMatchObject({
      done: true,
      results: [{ entry: { source: 'slow' } }, { entry: { source: 'quick' } }],
    });
    expect(givenUp).toBe(0);
    await world.call('directory', 'search', { search: 'b', term: 'bob', wait: 100 });
    await world.call('directory', 'search', { search: 'c', term: '', wait: 10 });
    await expect.poll(() => givenUp).toBeGreaterThan(0);
    await expect(world.call('directory', 'more', { search: 'b' })).rejects.toThrow('is over');
  });
});
