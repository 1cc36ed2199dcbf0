import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Receiver, Sender } from 'sacn';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../shared/plugin/backend.ts';
import type { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { complains, freeUdpPort, isOk, until } from '../testing/net.ts';
import { expectAllInOrder, expectItWaitsForItsPort, NetworkBench } from '../testing/network-bench.ts';
import { cidOf, DATA_HEADER, kindOf, readDiscovery } from './codec.ts';
import { ownCid } from './identity.ts';
import { sacnBackend } from './index.ts';
import type { Options } from '../../../shared/patch/options.ts';

const source = { source: true, target: false };
const target = { source: false, target: true };
const bench = new NetworkBench(sacnBackend);

interface Given {
  readonly options?: Options;
  readonly globals?: Options;
  readonly port: number;
  readonly clock?: VirtualClock;
  readonly backend?: Backend;
}
async function open({ port, globals, ...given }: Given): Promise<FakeHost> {
  const host = await bench.open({ ...given, globals: { bind: `127.0.0.1 ${port}`, ...globals } });
  await until('it is open', () => isOk(host) || complains(host));
  return host;
}

describe('sacn', () => {
  it('carries 10,000 values from one instance to another, all and in order', async () => {
    const [a, b] = [await freeUdpPort(), await freeUdpPort()];
    const receiver = await open({ port: b, options: { universe: 7, unicast: true } });
    const destination = `127.0.0.1 ${b}`;
    const sender = await open({
      port: a,
      options: { universe: 7, priority: 100, destination, realtime: true },
    });
    await expectAllInOrder(sender, receiver, '511+512');
  });

  it('goes over multicast, both to and from the sacn library', async () => {
    const port = await freeUdpPort();
    const host = await open({ port, options: { universe: 300, priority: 120 }, globals: { name: 'Rig' } });
    const reader = new Receiver({ universes: [300], port, iface: '127.0.0.1', reuseAddr: true });
    const heard: { priority: number; name: string; levels: number[] }[] = [];
    reader.on('packet', packet => {
      const levels = [...(packet.payloadAsBuffer ?? [])].slice(0, 2);
      heard.push({ priority: packet.priority, name: packet.sourceName.replaceAll('\0', ''), levels });
    });
    const sender = new Sender({
      universe: 300,
      port,
      iface: '127.0.0.1',
      reuseAddr: true,
      defaultPacketOptions: { useRawDmxValues: true, cid: Buffer.alloc(16, 9), sourceName: 'Library' },
    });
    try {
      host.add('1');
      host.add('2');
      await until('the library hears', () => {
        host.send(['1', Math.random()]);
        (host.clock as VirtualClock).advance(25);
        return heard.length > 0;
      });
      heard.length = 0;
      host.send(['1', 1], ['2', 0.2]);
      (host.clock as VirtualClock).advance(100);
      await until('the frame is heard', () => heard.some(({ levels }) => levels[1] === 51));
      expect(heard.at(-1)).toEqual({ priority: 120, name: 'Rig', levels: [255, 51] });
      await sender.send({ payload: { 1: 17, 2: 34 } });
      await until('we hear', () => host.last('2') === 34 / 255);
      expect(host.last('1')).toBe(17 / 255);
      expect(host.statuses.at(-1)?.detail).toContain('Library (priority 100)');
    } finally {
      sender.close();
      await new Promise<void>(done => reader.close(() => done()));
    }
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'hears 60 universes by multicast on %s and keeps them apart',
    async bind => {
      const clock = new VirtualClock();
      const port = await freeUdpPort();
      const backend = await bench.load(clock);
      const readers: FakeHost[] = [];
      for (let universe = 1; universe <= 60; universe++) {
        const globals = { bind: `${bind} ${port}` };
        const host = await open({ port, clock, backend, options: { universe }, globals });
        host.add('1', source);
        readers.push(host);
      }
      const other = await bench.load(clock);
      for (let universe = 1; universe <= 60; universe++) {
        const options = { universe, priority: 100 };
        const host = await open({ port, clock, backend: other, options, globals: { name: 'other' } });
        host.add('1', target);
        await until('it is heard', () => {
          host.send(['1', universe / 255]);
          clock.advance(10);
          return readers[universe - 1]!.emitted.length > 0;
        });
      }
      const heard = readers.map(host => host.emitted.map(event => Math.round(event.value * 255)));
      expect(heard).toEqual(readers.map((_, i) => [i + 1]));
    },
  );

  it('repeats a frame three times, keeps alive, and says goodbye three times', async () => {
    const clock = new VirtualClock();
    const peer = await bench.socketOn();
    const got: { level: number; options: number; sequence: number }[] = [];
    peer.on('message', p => void got.push({ level: p[DATA_HEADER]!, options: p[112]!, sequence: p[111]! }));
    const destination = `127.0.0.1 ${peer.address().port}`;
    const host = await open({ port: await freeUdpPort(), clock, options: { priority: 100, destination } });
    host.add('1', target);
    host.send(['1', 1]);
    clock.advance(800);
    await until('repeats are here', () => got.length === 3);
    clock.advance(1000);
    await until('it is kept alive', () => got.length === 4);
    await bench.unload(host);
    await until('it said goodbye', () => got.length === 7);
    expect(got.map(packet => packet.options)).toEqual([0, 0, 0, 0, 0x40, 0x40, 0x40]);
    expect(got.map(packet => packet.sequence)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(got.every(packet => packet.level === 255)).toBe(true);
    await until('no timer is left', () => clock.pending === 0);
  });

  it('synchronises two universes with one packet', async () => {
    const clock = new VirtualClock();
    const backend = await bench.load(clock);
    const peer = await bench.socketOn();
    const kinds: string[] = [];
    peer.on('message', packet => void kinds.push(kindOf(packet)));
    const port = await freeUdpPort();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const both: FakeHost[] = [];
    for (const universe of [1, 2]) {
      const options = { universe, priority: 100, destination, sync: 9 };
      both.push(await open({ port, clock, backend, options }));
    }
    for (const host of both) {
      host.add('1', target);
      host.send(['1', 1]);
    }
    await until('all is here', () => kinds.length === 3);
    expect(kinds).toEqual(['data', 'data', 'sync']);
  });

  it('tells what it sends and learns what others send', async () => {
    const clock = new VirtualClock();
    const port = await freeUdpPort();
    const globals = { name: 'Desk' };
    const sender = await open({ port, clock, options: { universe: 5, priority: 1 }, globals });
    const listener = await open({ port, clock, backend: await bench.load(clock), options: { universe: 6 } });
    await until('discovery is heard', () => {
      clock.advance(10_000);
      return listener.notified.length > 0;
    });
    expect(listener.notified[0]).toMatchObject({
      topic: 'sources',
      payload: [{ name: 'Desk', address: '127.0.0.1', universes: [5] }],
    });
    expect(sender.notified).toEqual([]);
    await sender.instance.unload();
    clock.advance(40_000);
    await until('it is forgotten', () => {
      clock.advance(10_000);
      return (listener.instance.request?.('sources', {}) as unknown[]).length === 0;
    });
    expect(readDiscovery(new Uint8Array(3))).toBeUndefined();
  });

  it('uses the identifier it is given, and keeps its own over a restart', async () => {
    const peer = await bench.socketOn();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const cid = '00112233-4455-6677-8899-aabbccddeeff';
    const options = { priority: 100, destination };
    const host = await open({ port: await freeUdpPort(), options, globals: { cid } });
    host.add('1', target);
    const message = once(peer, 'message');
    host.send(['1', 1]);
    const [packet] = (await message) as [Buffer];
    expect(Buffer.from(cidOf(packet)).toString('hex')).toBe(cid.replaceAll('-', ''));
    const folder = mkdtempSync(join(tmpdir(), 'sacn-'));
    try {
      const first = ownCid(join(folder, 'deep'));
      expect(ownCid(join(folder, 'deep'))).toEqual(first);
      expect(ownCid(folder)).not.toEqual(first);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('waits for its port, says so, and restores its output', async () => {
    const clock = new VirtualClock();
    const taken = await bench.socketOn();
    const peer = await bench.socketOn();
    const { port } = taken.address();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const host = await open({ port, clock, options: { priority: 100, destination } });
    const packet = await expectItWaitsForItsPort(host, taken, peer);
    expect(packet[DATA_HEADER]).toBe(255);
  });

  it('says what is wrong with its options', async () => {
    const port = await freeUdpPort();
    const options = { from: 'nobody', destination: 'a 99999', universe: 64000 };
    const host = await open({ port, options, globals: { cid: 'x' } });
    const wrong = host.problems.standing.map(problem => (problem.place as { option?: string }).option);
    expect(wrong.sort()).toEqual(['cid', 'destination', 'from', 'universe']);
    host.add('1', target);
    host.send(['1', 1]);
    expect(host.counters.dropped).toBe(1);
    expect(host.problems.standing.at(-1)?.message).toContain('"priority" is needed');
  });
});
