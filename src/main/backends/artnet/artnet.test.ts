import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../shared/plugin/backend.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import type { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { complains, freeUdpPort, isOk, until } from '../testing/net.ts';
import { expectAllInOrder, expectItWaitsForItsPort, NetworkBench } from '../testing/network-bench.ts';
import { makeDmx, makePoll, makeSync } from './codec.ts';
import { artnetBackend } from './index.ts';
import { readPollReply } from './poll-reply.ts';

const source = { source: true, target: false };
const target = { source: false, target: true };
const bench = new NetworkBench(artnetBackend);

interface Given {
  readonly options?: Record<string, string | number | boolean>;
  readonly bind: string | readonly string[];
  readonly clock?: Clock;
  readonly backend?: Backend;
}
const open = ({ bind, ...given }: Given) => bench.open({ ...given, globals: { bind, poll: false } });

function frame(universe: number, sequence: number, ...levels: number[]): Uint8Array {
  const packet = makeDmx(universe);
  packet[12] = sequence;
  packet[17] = levels.length;
  packet[16] = 0;
  packet.set(levels, 18);
  return packet.subarray(0, 18 + levels.length);
}

describe('artnet', () => {
  it('carries 10,000 values from one instance to another, all and in order', async () => {
    const [a, b] = [await freeUdpPort(), await freeUdpPort()];
    const receiver = await open({ bind: `127.0.0.1 ${b}`, options: { universe: 3 } });
    const sender = await open({
      bind: `127.0.0.1 ${a}`,
      options: { universe: 3, destination: `127.0.0.1 ${b}`, realtime: true },
    });
    await until('both are open', () => isOk(receiver) && isOk(sender));
    await expectAllInOrder(sender, receiver, '1+2');
  });

  it('keeps many universes on one socket apart', async () => {
    const clock = new VirtualClock();
    const backend = await bench.load(clock);
    const port = await freeUdpPort();
    const bind = `127.0.0.1 ${port}`;
    const universes: FakeHost[] = [];
    for (let universe = 0; universe < 40; universe++) {
      const host = await open({ bind, options: { universe }, clock, backend });
      host.add('1', source);
      universes.push(host);
    }
    await until('all are open', () => universes.every(isOk));
    const peer = await bench.socketOn();
    for (let universe = 0; universe < 40; universe++)
      peer.send(frame(universe, 0, universe), port, '127.0.0.1');
    await until('all have received', () => universes.every(host => host.emitted.length === 1));
    expect(universes.map(host => Math.round(host.last('1')! * 255))).toEqual(universes.map((_, i) => i));
  });

  it('listens on the interface that the instance picks', async () => {
    const clock = new VirtualClock();
    const backend = await bench.load(clock);
    const bind = [`127.0.0.1 ${await freeUdpPort()}`, `127.0.0.2 ${await freeUdpPort()} announce=10.0.0.9`];
    const first = await open({ bind, clock, backend });
    const second = await open({ bind, clock, backend, options: { interface: 1 } });
    await until('both are open', () => isOk(first) && isOk(second));
    for (const host of [first, second]) host.add('1', source);
    const peer = await bench.socketOn();
    const port = Number(bind[1]?.split(' ')[1]);
    peer.send(frame(0, 0, 255), port, '127.0.0.2');
    await until('the second hears', () => second.emitted.length === 1);
    expect(first.emitted).toEqual([]);
    const reply = once(peer, 'message');
    peer.send(makePoll(), port, '127.0.0.2');
    const [packet] = (await reply) as [Buffer];
    expect(readPollReply(packet)?.ip).toEqual([10, 0, 0, 9]);
  });

  it('keeps the frame rate, sends the newest value, and keeps alive', async () => {
    const clock = new VirtualClock();
    const peer = await bench.socketOn();
    const got: number[] = [];
    peer.on('message', packet => void got.push(packet[18]!));
    const port = await freeUdpPort();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const host = await open({ bind: `127.0.0.1 ${port}`, clock, options: { destination, refresh: 50 } });
    await until('it is open', () => isOk(host));
    host.add('1', target);
    for (let i = 1; i <= 50; i++) {
      host.send(['1', i / 255]);
      clock.advance(1);
    }
    clock.advance(20);
    await until('frames are here', () => got.length >= 4);
    expect(got).toEqual([1, 20, 40, 50]);
    clock.advance(2000);
    await until('it keeps alive', () => got.length >= 6);
    expect(got.slice(4)).toEqual([50, 50]);
  });

  it('drops late frames, wrong lengths and noise, and counts them', async () => {
    const port = await freeUdpPort();
    const host = await open({ bind: `127.0.0.1 ${port}` });
    await until('it is open', () => isOk(host));
    host.add('1', source);
    host.add('2', source);
    const peer = await bench.socketOn();
    const lying = frame(0, 9, 99).slice();
    lying[16] = 2;
    for (const packet of [
      frame(0, 5, 10, 0),
      frame(0, 4, 20, 0),
      lying,
      Buffer.from('noise'),
      frame(0, 6, 30, 0),
    ]) {
      peer.send(packet, port, '127.0.0.1');
    }
    await until('the last is here', () => host.last('1') === 30 / 255);
    expect(host.emitted.map(e => [e.channel, Math.round(e.value * 255)])).toEqual([
      ['1', 10],
      ['2', 0],
      ['1', 30],
    ]);
    expect(host.counters).toMatchObject({ received: 2, malformed: 2, dropped: 1 });
  });

  it('merges two senders and lets a silent one go after 10 s', async () => {
    const clock = new VirtualClock();
    const port = await freeUdpPort();
    const host = await open({ bind: `0.0.0.0 ${port}`, clock });
    await until('it is open', () => isOk(host));
    host.add('1', source);
    const [a, b] = [await bench.socketOn('127.0.0.2'), await bench.socketOn('127.0.0.3')];
    a.send(frame(0, 0, 200), port, '127.0.0.1');
    await until('the first is here', () => host.emitted.length === 1);
    clock.advance(8000);
    b.send(frame(0, 0, 100), port, '127.0.0.1');
    await until('the second is here', () => host.counters.received === 2);
    expect(host.emitted).toHaveLength(1);
    expect(host.statuses.at(-1)?.detail).toContain('127.0.0.2 and 127.0.0.3');
    clock.advance(4000);
    expect(host.last('1')).toBe(100 / 255);
  });

  it('holds frames until ArtSync while a sender synchronises, and not for ever', async () => {
    const clock = new VirtualClock();
    const port = await freeUdpPort();
    const host = await open({ bind: `127.0.0.1 ${port}`, clock });
    await until('it is open', () => isOk(host));
    host.add('1', source);
    const peer = await bench.socketOn();
    peer.send(frame(0, 1, 10), port, '127.0.0.1');
    peer.send(makeSync(), port, '127.0.0.1');
    peer.send(frame(0, 2, 20), port, '127.0.0.1');
    await until('two frames are here', () => host.counters.received === 2);
    expect(host.last('1')).toBe(10 / 255);
    peer.send(makeSync(), port, '127.0.0.1');
    await until('the sync is here', () => host.last('1') === 20 / 255);
    peer.send(frame(0, 3, 30), port, '127.0.0.1');
    await until('a third is here', () => host.counters.received === 3);
    clock.advance(5000);
    expect(host.last('1')).toBe(30 / 255);
  });

  it('sends one ArtSync after the frames of several universes', async () => {
    const clock = new VirtualClock();
    const backend = await bench.load(clock);
    const peer = await bench.socketOn();
    const got: number[] = [];
    peer.on('message', packet => void got.push(packet[9]!));
    const port = await freeUdpPort();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const both: FakeHost[] = [];
    for (const universe of [1, 2]) {
      const options = { universe, destination, sync: true };
      both.push(await open({ bind: `127.0.0.1 ${port}`, clock, backend, options }));
    }
    await until('both are open', () => both.every(isOk));
    for (const host of both) {
      host.add('1', target);
      host.send(['1', 1]);
    }
    await until('all is here', () => got.length === 3);
    expect(got).toEqual([0x50, 0x50, 0x52]);
  });

  it('answers polls, finds nodes by its own, and forgets them', async () => {
    const clock = new VirtualClock();
    const port = await freeUdpPort();
    const one = await open({ bind: `127.0.0.2 ${port}`, clock, options: { universe: 0x25, net: 1 } });
    const two = await bench.open({ globals: { bind: `127.0.0.3 ${port}`, poll: true }, clock });
    await until('both are open', () => isOk(one) && isOk(two));
    clock.advance(3000);
    await until('the node is found', () => two.notified.length > 0);
    expect(two.notified[0]).toMatchObject({
      topic: 'nodes',
      payload: [
        { address: '127.0.0.2', shortName: 'Crosspatch', ports: [{ portAddress: 0x125, output: true }] },
      ],
    });
    expect(two.instance.request?.('nodes', {})).toHaveLength(1);
    await one.instance.unload();
    clock.advance(15_000);
    expect(two.instance.request?.('nodes', {})).toEqual([]);
    const peer = await bench.socketOn();
    const reply = once(peer, 'message');
    peer.send(makePoll(), port, '127.0.0.3');
    const [packet] = (await reply) as [Buffer];
    expect(readPollReply(packet)).toMatchObject({ ip: [127, 0, 0, 3], port, bindIndex: 1 });
  });

  it('waits for its port, says so, and restores its output', async () => {
    const clock = new VirtualClock();
    const taken = await bench.socketOn();
    const peer = await bench.socketOn();
    const { port } = taken.address();
    const destination = `127.0.0.1 ${peer.address().port}`;
    const host = await open({ bind: `127.0.0.1 ${port}`, clock, options: { destination } });
    await until('it complains', () => complains(host));
    const packet = await expectItWaitsForItsPort(host, taken, peer);
    expect(packet[18]).toBe(255);
  });

  it('does not take its own broadcast for input', async () => {
    const port = await freeUdpPort();
    const clock = new VirtualClock();
    const options = { destination: `127.255.255.255 ${port}`, realtime: true };
    const backend = await bench.load(clock);
    const host = await open({ bind: `0.0.0.0 ${port}`, clock, options, backend });
    const listener = await open({ bind: `0.0.0.0 ${port}`, clock, backend });
    await until('they are open', () => isOk(host) && isOk(listener));
    host.add('1');
    listener.add('1', source);
    host.send(['1', 1]);
    await until('the other heard it', () => listener.emitted.length === 1);
    expect(host.emitted).toEqual([]);
  });

  it('says what is wrong with its options and starts nevertheless', async () => {
    const port = await freeUdpPort();
    const options = { interface: 3, destination: '10.0.0.1 99999', universe: 7 };
    const host = await open({ bind: [`127.0.0.1 ${port}`], options });
    const places = host.problems.standing.map(problem => problem.place);
    expect(places).toMatchObject([{ option: 'destination' }, { option: 'interface' }]);
    host.add('1', target);
    host.send(['1', 1]);
    expect(host.counters.dropped).toBe(1);
  });

  it('knows its channels without opening anything', async () => {
    const backend = await bench.load(new VirtualClock());
    expect(backend.channel('a', '01+2', {}).name).toBe('1+2');
    expect(() => backend.channel('a', '513', {})).toThrow(/slots count from 1 to 512/);
    expect(backend.suggest('', {}, 3).map(channel => channel.name)).toEqual(['1', '2', '3']);
  });
});
