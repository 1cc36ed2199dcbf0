import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { complains, freeTcpPort, isOk, until } from '../testing/net.ts';
import { makeMessage } from './codec.ts';
import { openpixelcontrolBackend } from './index.ts';

const source = { source: true, target: false };
const target = { source: false, target: true };
const cleanups: (() => unknown)[] = [];

async function open(options: Options, clock = new VirtualClock()): Promise<FakeHost> {
  const host = await FakeHost.start(openpixelcontrolBackend, { options, clock });
  cleanups.push(() => host.instance.unload());
  return host;
}
async function serve(port = 0): Promise<{ server: Server; port: number; sockets: Socket[]; got: number[] }> {
  const sockets: Socket[] = [];
  const got: number[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('data', chunk => void got.push(...chunk));
    socket.on('error', () => undefined);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.close();
    sockets.forEach(socket => socket.destroy());
  });
  return { server, port: (server.address() as AddressInfo).port, sockets, got };
}
async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  cleanups.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('openpixelcontrol', () => {
  it('carries 10,000 values from one instance to another, all and in order', async () => {
    const port = await freeTcpPort();
    const receiver = await open({ listen: `127.0.0.1 ${port}` });
    await until('it listens', () => isOk(receiver));
    const sender = await open({ destination: `127.0.0.1 ${port}`, mode: '16bit' });
    await until('it is connected', () => isOk(sender));
    receiver.add('strip9.green17', source);
    sender.add('strip9.green17', target);
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919 + 1) % 65536) / 65535);
    for (let i = 0; i < values.length; i += 500) {
      sender.send(...values.slice(i, i + 500).map(value => ['strip9.green17', value] as const));
      await until('the burst is here', () => receiver.emitted.length === i + 500);
    }
    expect(receiver.emitted.map(event => event.value)).toEqual(values);
    expect(sender.counters).toMatchObject({ sent: 10_000, dropped: 0 });
    expect(receiver.counters).toMatchObject({ received: 10_000, malformed: 0 });
  });

  it('sends whole LEDs, one message for a batch', async () => {
    const { port, got } = await serve();
    const host = await open({ destination: `127.0.0.1 ${port}` });
    await until('it is connected', () => isOk(host));
    host.add('strip1.red2', target);
    host.add('blue1', target);
    host.send(['strip1.red2', 1], ['blue1', 0.2]);
    await until('all is here', () => got.length === 17);
    expect(got).toEqual([1, 0, 0, 6, 0, 0, 0, 255, 0, 0, 0, 0, 0, 3, 0, 0, 51]);
  });

  it('gives a message for all strips to every strip, and both resolutions', async () => {
    const port = await freeTcpPort();
    const host = await open({ listen: `127.0.0.1 ${port}` });
    await until('it listens', () => isOk(host));
    host.add('strip1.red1', source);
    host.add('strip2.red1', source);
    const peer = await dial(port);
    peer.write(makeMessage(0, Uint16Array.of(0xffff), 1, false));
    peer.write(makeMessage(2, Uint16Array.of(0x8000), 1, true));
    peer.write(Buffer.from([1, 255, 0, 2, 9, 9]));
    peer.write(makeMessage(3, Uint16Array.of(0xffff), 1, false));
    await until('all is here', () => host.counters.received === 3 && host.detected.length === 1);
    expect(host.emitted.map(({ channel, value }) => [channel, value])).toEqual(
      [
        ['strip1.channel1', 1],
        ['strip2.channel1', 1],
        ['strip2.channel1', 0x8000 / 65535],
      ].map(([channel, value]) => [String(channel).replace('channel1', 'red1'), value]),
    );
    expect(host.detected).toEqual([{ channel: 'strip3.channel1', value: 1 }]);
    expect(() => host.add('red1', source)).toThrow(/can only be sent to/);
  });

  it('says that the server is away, comes back by itself and restores its output', async () => {
    const clock = new VirtualClock();
    const first = await serve();
    const host = await open({ destination: `127.0.0.1 ${first.port}` }, clock);
    await until('it is connected', () => isOk(host));
    host.add('strip1.red1', target);
    host.send(['strip1.red1', 1]);
    await until('it is here', () => first.got.length > 0);
    first.server.close();
    first.sockets.forEach(socket => socket.resetAndDestroy());
    await until('it complains', () => complains(host));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.connect-failed' }]);
    host.send(['strip1.red1', 0.2]);
    expect(host.counters.dropped).toBe(1);
    const second = await serve(first.port);
    await until('it is back', () => {
      clock.advance(200);
      return second.got.length > 0;
    });
    expect(second.got).toEqual([1, 0, 0, 3, 51, 0, 0]);
    expect(host.problems.standing).toEqual([]);
  });

  it('survives a client that leaves in the middle of a message', async () => {
    const port = await freeTcpPort();
    const host = await open({ listen: `127.0.0.1 ${port}` });
    await until('it listens', () => isOk(host));
    host.add('strip1.red1', source);
    const rude = await dial(port);
    rude.end(Buffer.from([1, 0, 0, 9, 1]));
    await until('it is counted', () => host.counters.malformed === 1);
    const polite = await dial(port);
    polite.write(Buffer.from([1, 0, 0, 1, 255]));
    await until('the next is heard', () => host.last('strip1.red1') === 1);
  });

  it('drops for a server that does not read, keeps the newest, and loses nothing else', async () => {
    const server = createServer(socket => void socket.pause());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sockets: Socket[] = [];
    server.on('connection', socket => void sockets.push(socket));
    cleanups.push(() => (server.close(), sockets.forEach(socket => socket.destroy())));
    const host = await open({
      destination: `127.0.0.1 ${(server.address() as AddressInfo).port}`,
      mode: '16bit',
    });
    await until('it is connected', () => isOk(host) && sockets.length === 1);
    host.add('strip1.channel32000', target);
    host.add('strip1.channel1', target);
    for (let i = 0; host.counters.dropped < 5 && i < 2000; i++) {
      host.send(['strip1.channel1', (i % 100) / 100]);
      if (i % 50 === 0) await new Promise(done => setImmediate(done));
    }
    expect(host.counters.dropped).toBeGreaterThanOrEqual(5);
    host.send(['strip1.channel1', 1]);
    let last: Buffer = Buffer.alloc(0);
    const tail = (chunk: Buffer) => (last = Buffer.concat([last, chunk]).subarray(-64_006));
    sockets[0]!.on('data', tail).resume();
    await until('the newest is here', () => last.length === 64_006 && last[4] === 255 && last[5] === 255);
  });

  it('waits for its port', async () => {
    const clock = new VirtualClock();
    const other = await serve();
    const host = await open({ listen: `127.0.0.1 ${other.port}` }, clock);
    await until('it complains', () => complains(host));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.bind-failed' }]);
    await new Promise<void>(done => other.server.close(() => done()));
    await until('it has it', () => {
      clock.advance(200);
      return isOk(host);
    });
    expect(host.problems.standing).toEqual([]);
  });

  it('says what is missing', async () => {
    const host = await open({ destination: 'a 99999' });
    expect(host.statuses.at(-1)?.state).toBe('error');
    expect(host.problems.standing).toHaveLength(1);
    host.add('red1', target);
    expect(host.problems.standing.at(-1)?.message).toContain('is needed to send');
  });
});
