import { readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../../sandbox/testing/hostile.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
const poll = <T>(read: () => T) => expect.poll(read, { timeout: PATIENCE });
vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE });
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = 'import socket, time\nimport midimonster as mm\n';
const start = (text: string, channels: string[] = ['my.go', 'o']) =>
  bench.start({ files: { 'my.py': API + text }, options: { module: 'my' }, channels });

/** The example names its port; another run of this test may hold it just now. */
async function listenWhenFree(server: Server, port: number): Promise<void> {
  for (const deadline = performance.now() + PATIENCE; ;) {
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return;
    } catch (thrown) {
      if (performance.now() > deadline) throw thrown;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

describe('the example of the MIDIMonster documentation', () => {
  let server: Server;
  let client: Promise<Socket>;
  beforeAll(async () => {
    server = createServer();
    client = once(server, 'connection').then(([socket]) => socket as Socket);
    await listenWhenFree(server, 8990);
  });
  afterAll(() => server.close());

  it('runs as it is printed: handler, interval, received bytes, end of stream', async () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../../examples/handlers/midimonster-example.py'),
      'utf8',
    );
    const script = await bench.start({
      files: { 'pyexample.py': text },
      options: { module: 'pyexample.py' },
      channels: ['pyexample.in1', 'out1'],
    });
    const peer = await client;
    await script.send(['pyexample.in1', 0.25]);
    expect(script.taken()).toEqual(['out1=0.75']);
    peer.write('hello');
    await poll(() => script.said).toContainEqual("Received 5 bytes from socket: b'hello'");
    peer.write(Buffer.alloc(2500, 0x41));
    await poll(() => script.said.filter(line => line.startsWith('Received')).length).toBe(4);
    await script.advance(3000);
    expect(script.said.filter(line => /^\d+$/.test(line))).toHaveLength(3);
    const closed = once(peer, 'close');
    peer.end();
    await poll(() => script.said).toContainEqual("Received 0 bytes from socket: b''");
    await closed;
    expect(script.codes).toEqual([]);
  });
});

describe('Python sockets', () => {
  it('listen, accept and answer, and say who called', async () => {
    const script = await start(`
srv = socket.socket()
srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
srv.bind(('127.0.0.1', 0))
srv.listen(5)
print(srv.getsockname()[1])
def on_client(s):
    d = s.recv(100)
    if d: s.sendall(d.upper())
    else: mm.manage(None, s); s.close(); print('gone')
def on_accept(s):
    c, a = s.accept()
    print('from', a[0])
    mm.manage(on_client, c)
mm.manage(on_accept, srv)
`);
    const port = Number(script.said[0]);
    const peer = connect(port, '127.0.0.1');
    peer.write('shout');
    const [data] = (await once(peer, 'data')) as [Buffer];
    expect(data.toString()).toBe('SHOUT');
    peer.end();
    await poll(() => script.said.slice(1)).toEqual(['from 127.0.0.1', 'gone']);
  });

  it('exchange datagrams', async () => {
    const script = await start(`
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(('127.0.0.1', 0))
print(udp.getsockname()[1])
def on_udp(s):
    d, a = s.recvfrom(1500)
    s.sendto(b'ack:' + d, a)
mm.manage(on_udp, udp)
`);
    const peer = createSocket('udp4');
    peer.send('ping', Number(script.said[0]), '127.0.0.1');
    const [data] = (await once(peer, 'message')) as [Buffer];
    expect(data.toString()).toBe('ack:ping');
    peer.close();
  });

  it('time out, refuse, work without blocking, and select', async () => {
    const server = createServer(socket => socket.on('data', () => socket.write('late'))).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = await start(`
import select
t = socket.create_connection(('127.0.0.1', ${port}), timeout=0.02)
try: t.recv(10)
except TimeoutError as e: print('timeout', isinstance(e, socket.timeout))
t.setblocking(False)
try: t.recv(10)
except BlockingIOError as e: print('blocking')
r, w, _ = select.select([t], [t], [], 0)
print(len(r), len(w))
t.send(b'now')
r, w, _ = select.select([t], [], [], 10)
print(t.recv(10))
t.close()
try: socket.create_connection(('127.0.0.1', 9), timeout=10)
except ConnectionRefusedError as e: print('refused')
try: t.recv(1)
except OSError as e: print(e.strerror)
`);
    expect(script.said).toEqual([
      'timeout True',
      'blocking',
      '0 1',
      "b'late'",
      'refused',
      'Bad file descriptor',
    ]);
    server.close();
  });

  it('carry http.client', async () => {
    const server = createHttp((request, response) => response.end(`hello ${request.url ?? ''}`)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = await start(`
import http.client
c = http.client.HTTPConnection('localhost', ${port}, timeout=10)
c.request('GET', '/x')
print(c.getresponse().read())
`);
    expect(script.said).toEqual(["b'hello /x'"]);
    server.closeAllConnections();
    server.close();
  });

  it('let go of a managed socket whose end was read, with a warning, and call no handler in a circle', async () => {
    const server = createServer(socket => socket.end('bye')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = await start(`
s = socket.create_connection(('127.0.0.1', ${port}))
def on(s): print(s.recv(100))
mm.manage(on, s)
def go(v): mm.output('o', v)
`);
    await poll(() => script.log.join()).toContain('managed no more');
    expect(script.said).toEqual(["b'bye'", "b''", expect.stringContaining('managed no more')]);
    await script.send(['my.go', 1]);
    expect(script.taken()).toEqual(['o=1']);
    server.close();
  });

  it('ask once before they leave this computer', async () => {
    const script = await start(`
for i in range(3):
    try: socket.create_connection(('10.255.255.1', 80), timeout=1)
    except PermissionError as e: print('denied')
try: socket.socket().bind(('', 8000))
except PermissionError as e: print('denied')
`);
    expect(script.said).toEqual(['denied', 'denied', 'denied', 'denied']);
    const asked = script.host.problems.standing.filter(p => p.code === 'sandbox.host-not-allowed');
    expect(asked.map(problem => problem.fixes?.[0]?.id)).toEqual([
      'allow-host:connect 10.255.255.1:80',
      'allow-host:listen 0.0.0.0:8000',
    ]);
  });

  it('keep a bound port over an edit', async () => {
    const text = (word: string) => `
srv = socket.socket()
srv.bind(('127.0.0.1', PORT))
srv.listen()
mm.manage(lambda s: s.accept()[0].send(b'${word}'), srv)
`;
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise(resolve => free.close(resolve));
    const script = await start(text('one').replace('PORT', String(port)));
    const hear = async () => String(((await once(connect(port, '127.0.0.1'), 'data')) as [Buffer])[0]);
    expect(await hear()).toBe('one');
    const broken = API + text('bad').replace('PORT', String(port)) + '1 / 0\n';
    expect((await script.request('write', { path: 'my.py', text: broken })).ok).toBe(false);
    expect(await hear()).toBe('one');
    const good = API + text('two').replace('PORT', String(port));
    expect((await script.request('write', { path: 'my.py', text: good })).ok).toBe(true);
    expect(await hear()).toBe('two');
  });
});
