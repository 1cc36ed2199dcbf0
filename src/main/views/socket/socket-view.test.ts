import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Frame, Port } from '../../../shared/contract/port.ts';
import { openSocketView, type SocketView } from './index.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'crosspatch-page-'));
writeFileSync(join(folder, 'index.html'), '<title>page</title>');
writeFileSync(join(folder, 'main-a1b2c3d4.js'), 'export {};');
writeFileSync(join(folder, 'large.js'), 'export const a = 1;\n'.repeat(1000));

const views: SocketView[] = [];
afterEach(async () => {
  for (const view of views.splice(0)) await view.close();
});

async function open(attach: (port: Port, client: string) => void = () => undefined) {
  const view = await openSocketView({ host: '127.0.0.1', port: 0, assets: folder, attach });
  views.push(view);
  const token = new URL(view.address).searchParams.get('token')!;
  return { view, token, cookie: `crosspatch_${view.port}=${token}`, host: `127.0.0.1:${view.port}` };
}

/** A request whose path and Host header are exactly as given; fetch would tidy both up. */
function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, response => {
      let body = '';
      response.on('data', chunk => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

function dial(opened: { host: string; cookie: string }, headers: Record<string, string> = {}) {
  return new WebSocket(`ws://${opened.host}/ipc`, {
    headers: { cookie: opened.cookie, origin: `http://${opened.host}`, ...headers },
  });
}

const opens = (socket: WebSocket) =>
  new Promise<boolean>(resolve => {
    socket.on('open', () => resolve(true));
    socket.on('error', () => resolve(false));
  });

describe('the page', () => {
  it('is served only to who shows the token', async () => {
    const { view } = await open();
    const { status, body } = await get(view.port, '/');
    expect(status).toBe(401);
    expect(body).toContain('Open the whole address that Crosspatch printed');
    expect(body).not.toContain('<title>page</title>');
  });

  it('turns the token of the first address into a cookie', async () => {
    const { view, token, cookie } = await open();
    const { status, headers } = await get(view.port, `/?token=${token}&x=1`);
    expect(status).toBe(302);
    expect(headers['location']).toBe('/?x=1');
    expect(headers['set-cookie']).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=/`]);
    expect((await get(view.port, '/', { cookie })).body).toContain('<title>page</title>');
  });

  it('lets in whoever shows a token of the user, whatever is in it', async () => {
    for (const token of ['a+b/c==', 'zwei Wörter; und mehr', '%41', 'x=y', '%zz']) {
      const options = { host: '127.0.0.1', port: 0, assets: folder, attach: () => undefined, token };
      const view = await openSocketView(options);
      views.push(view);
      const { pathname, search } = new URL(view.address);
      const entered = await get(view.port, pathname + search);
      expect(entered.status).toBe(302);
      const cookie = String(entered.headers['set-cookie']).split(';')[0]!;
      expect((await get(view.port, '/', { cookie })).status).toBe(200);
      const wrong = await get(view.port, '/', { cookie: `crosspatch_${view.port}=%` });
      expect(wrong.status).toBe(401);
    }
  });
  it('refuses a wrong token, a foreign name and other methods', async () => {
    const { view, token, cookie } = await open();
    expect((await get(view.port, '/?token=wrong')).status).toBe(403);
    for (const host of [
      'evil.test',
      `evil.test:${view.port}`,
      '127.0.0.1:1',
      `127.0.0.1:${view.port}@evil.test`,
    ]) {
      expect((await get(view.port, `/?token=${token}`, { host })).status, host).toBe(421);
    }
    expect((await get(view.port, '/', { cookie, host: `localhost:${view.port}` })).status).toBe(200);
    expect((await get(view.port, '/', { cookie }, 'POST')).status).toBe(405);
  });

  it('never redirects to another site', async () => {
    const { view, token } = await open();
    expect((await get(view.port, `//evil.test/?token=${token}`)).status).toBe(400);
    expect((await get(view.port, `http://evil.test/?token=${token}`)).headers['location']).toBeUndefined();
  });

  it('gives nothing outside its folder', async () => {
    const { view, cookie } = await open();
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%00',
      '/%',
      '/%2e%2e/%2e%2e/etc/passwd',
    ]) {
      const { status } = await get(view.port, path, { cookie });
      expect([400, 403, 404], path).toContain(status);
    }
  });

  it('carries a strict content security policy on every answer', async () => {
    const { view, cookie, host } = await open();
    for (const headers of [{}, { cookie }] as Record<string, string>[]) {
      const policy = String((await get(view.port, '/', headers)).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain(`connect-src 'self' ws://${host}`);
      expect(policy).not.toMatch(/unsafe-eval|\*/);
    }
  });

  it('lets browsers keep files with a hash, and asks again for the others', async () => {
    const { view, cookie } = await open();
    expect((await get(view.port, '/main-a1b2c3d4.js', { cookie })).headers['cache-control']).toContain(
      'immutable',
    );
    const first = await get(view.port, '/', { cookie });
    expect(first.headers['cache-control']).toBe('no-cache');
    const again = await get(view.port, '/', { cookie, 'if-none-match': String(first.headers['etag']) });
    expect(again.status).toBe(304);
  });
});

describe('over a network', () => {
  it('files travel packed, but not on this machine itself', async () => {
    const { view, cookie } = await open();
    const headers = { cookie, 'accept-encoding': 'gzip, br' };
    const near = await get(view.port, '/large.js', headers);
    expect(near.headers['content-encoding']).toBeUndefined();
    const far = await get(view.port, '/large.js', { ...headers, host: `192.0.2.7:${view.port}` });
    expect(far.headers['content-encoding']).toBe('gzip');
    expect(Number(far.headers['content-length'])).toBeLessThan(Number(near.headers['content-length']) / 10);
    const plain = await get(view.port, '/large.js', { cookie, host: `192.0.2.7:${view.port}` });
    expect(plain.body).toBe(near.body);
  });
});

describe('the socket', () => {
  it('takes a bounded number of windows', async () => {
    const opened = await open();
    const sockets = Array.from({ length: 70 }, () => dial(opened));
    const taken = (await Promise.all(sockets.map(opens))).filter(yes => yes).length;
    expect(taken).toBe(64);
    sockets[0]?.terminate();
    await expect.poll(async () => opens(dial(opened))).toBe(true);
  });

  it('opens only from our own page with the cookie', async () => {
    const opened = await open();
    const { view, host, cookie } = opened;
    expect(await opens(dial(opened))).toBe(true);
    expect(await opens(dial(opened, { origin: 'http://evil.test' }))).toBe(false);
    expect(await opens(dial(opened, { cookie: 'crosspatch_1=x' }))).toBe(false);
    expect(
      await opens(dial(opened, { host: `evil.test:${view.port}`, origin: `http://evil.test:${view.port}` })),
    ).toBe(false);
    expect(await opens(new WebSocket(`ws://${host}/ipc`, { headers: { cookie } }))).toBe(false);
    expect(
      await opens(new WebSocket(`ws://${host}/`, { headers: { cookie, origin: `http://${host}` } })),
    ).toBe(false);
  });

  it('carries messages and values both ways, for two browsers at once', async () => {
    const clients: string[] = [];
    const opened = await open((port, client) => {
      clients.push(client);
      port.onFrame(frame => {
        if (frame instanceof ArrayBuffer) port.post(frame);
        else if (frame.t === 'call')
          port.post({ t: 'reply', id: frame.id, result: `${client} ${frame.name}` });
      });
    });
    const answers = await Promise.all(
      [1, 2].map(async id => {
        const socket = dial(opened);
        await opens(socket);
        const got = new Promise<Frame>(resolve =>
          socket.once('message', data => resolve(JSON.parse(String(data)) as Frame)),
        );
        socket.send(JSON.stringify({ t: 'call', id, name: 'a.b', params: {} }));
        const reply = await got;
        const echoed = new Promise<Buffer>(resolve =>
          socket.once('message', data => resolve(data as Buffer)),
        );
        socket.send(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
        expect([...(await echoed)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
        return reply;
      }),
    );
    expect(new Set(clients).size).toBe(2);
    expect(answers.map(answer => (answer as { id: number }).id)).toEqual([1, 2]);
  });

  it('closes on what is no JSON, and tells the engine', async () => {
    for (const bad of ['{', '1', 'null', '"x"']) {
      let gone = false;
      const opened = await open(port => {
        port.onFrame(() => undefined);
        port.onClose(() => (gone = true));
      });
      const socket = dial(opened);
      await opens(socket);
      const code = new Promise<number>(resolve => socket.once('close', resolve));
      socket.send(bad);
      expect(await code, bad).toBe(1007);
      await expect.poll(() => gone).toBe(true);
    }
  });

  it('drops values for a browser that does not read, but no message', async () => {
    let port: Port | undefined;
    const opened = await open(opening => (port = opening));
    const socket = dial(opened);
    await opens(socket);
    socket.pause();
    await expect.poll(() => port).toBeDefined();
    for (let i = 0; i < 3000; i++) port?.post(new ArrayBuffer(16_384));
    for (let i = 0; i < 100; i++) port?.post({ t: 'event', name: 'x', payload: i });
    let values = 0;
    const events: number[] = [];
    socket.on('message', (data, binary) => {
      if (binary) values++;
      else events.push((JSON.parse(String(data)) as { payload: number }).payload);
    });
    socket.resume();
    await expect.poll(() => events.length).toBe(100);
    expect(events).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(values).toBeGreaterThan(0);
    expect(values).toBeLessThan(3000);
  });

  it('stops reading from a browser whose calls pile up, and goes on when they are answered', async () => {
    const waiting: number[] = [];
    let port: Port | undefined;
    const opened = await open(opening => {
      port = opening;
      opening.onFrame(frame => {
        if (!(frame instanceof ArrayBuffer) && frame.t === 'call') waiting.push(frame.id);
      });
    });
    const socket = dial(opened);
    await opens(socket);
    for (let id = 1; id <= 2000; id++)
      socket.send(JSON.stringify({ t: 'call', id, name: 'a.b', params: {} }));
    await expect.poll(() => waiting.length).toBeGreaterThanOrEqual(256);
    // What lies in the read buffer when it pauses still comes through.
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(waiting.length).toBeLessThan(2000);
    let answered = 0;
    while (answered < 2000) {
      for (const id of waiting.splice(0)) {
        port?.post({ t: 'reply', id, result: null });
        answered++;
      }
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    expect(answered).toBe(2000);
  });

  it('survives noise on its port', async () => {
    const { view, cookie } = await open();
    for (const noise of [
      '\x00\xff\xfe'.repeat(50),
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      await new Promise<void>(resolve => {
        const stream = connect(view.port, '127.0.0.1', () => stream.write(noise));
        stream.on('error', () => undefined);
        stream.on('close', () => resolve());
        stream.resume();
      });
    }
    expect((await get(view.port, '/', { cookie })).status).toBe(200);
  });
});

describe('listening', () => {
  it('says in one sentence that a port is in use', async () => {
    const { view } = await open();
    const second = openSocketView({
      host: '127.0.0.1',
      port: view.port,
      assets: folder,
      attach: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ code: 'host.port-in-use' });
  });

  it('says that an address is not one of this machine', async () => {
    const second = openSocketView({ host: '192.0.2.1', port: 0, assets: folder, attach: () => undefined });
    await expect(second).rejects.toMatchObject({ code: 'host.cannot-listen' });
  });

  it('gives the port back when it closes', async () => {
    const { view } = await open();
    await views.pop()?.close();
    views.push(
      await openSocketView({ host: '127.0.0.1', port: view.port, assets: folder, attach: () => undefined }),
    );
    expect(views[0]?.port).toBe(view.port);
  });
});

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
