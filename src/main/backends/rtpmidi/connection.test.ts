import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../threads/system-clock.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { rtpmidiBackend } from './index.ts';

const hosts: FakeHost[] = [];
const clock = new SystemClock();

async function open(name: string, options: Options, globals: Options = {}): Promise<FakeHost> {
  const host = await FakeHost.start(rtpmidiBackend, { name, options, globals, clock });
  hosts.push(host);
  return host;
}
const stateOf = (host: FakeHost) => host.statuses.at(-1)?.state;
const isOk = (host: FakeHost) => expect.poll(() => stateOf(host), { timeout: 5000 }).toBe('ok');
/** The port an instance says it listens on. */
const portOf = (host: FakeHost) => Number(/:(\d+)/.exec(host.statuses.at(-1)?.detail ?? '')?.[1]);

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.instance.unload();
});

async function session(left: Options = {}, right: Options = {}) {
  const a = await open('left', { join: '*', ...left });
  const b = await open('right', { peer: `127.0.0.1 ${portOf(a)}`, ...right });
  await isOk(a);
  await isOk(b);
  return { a, b };
}

describe('an AppleMIDI session', () => {
  it('carries 10,000 values each way, none lost, wrong or out of order', async () => {
    const { a, b } = await session();
    const ways = [
      [a, b],
      [b, a],
    ] as const;
    for (const [from, to] of ways) {
      from.add('ch3.nrpn99');
      to.add('ch3.nrpn99');
    }
    const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 16_384) / 16_383);
    for (let at = 0; at < values.length; at += 20) {
      for (const [from] of ways)
        from.send(...values.slice(at, at + 20).map(value => ['ch3.nrpn99', value] as const));
      if (at % 200 === 0) await sleep(1);
    }
    for (const [from, to] of ways) {
      await expect.poll(() => to.emitted.length, { timeout: 5000 }).toBe(values.length);
      expect(to.emitted.map(one => one.value)).toEqual(values);
      expect(from.counters).toMatchObject({ dropped: 0, malformed: 0 });
    }
  });

  it('carries notes, triggers, time code and a long SysEx', async () => {
    const long = Array.from({ length: 2000 }, (_, i) => (i & 0x7f).toString(16)).join(' ');
    const options = { 'sysex.long': `${long} v`, 'mtc-rate': '30' };
    const { a, b } = await session(options, options);
    const channels = ['ch0.note60', 'start', 'songpos', 'mtc', 'sysex.long', 'ch15.pitch'];
    for (const channel of channels) {
      a.add(channel);
      b.add(channel);
    }
    b.send(...channels.map(channel => [channel, 1] as const));
    await expect.poll(() => a.emitted.map(one => one.channel), { timeout: 3000 }).toEqual(channels);
    expect(a.last('sysex.long')).toBe(1);
    expect(a.last('mtc')).toBeCloseTo(1, 5);
  });

  it('ends properly: no note hangs, and the session comes back with its values', async () => {
    const { a, b } = await session();
    const port = portOf(a);
    a.add('ch0.note60');
    b.add('ch0.note60');
    b.add('ch0.cc7');
    b.send(['ch0.note60', 1], ['ch0.cc7', 0.5]);
    await expect.poll(() => a.last('ch0.note60')).toBe(1);
    await a.instance.unload();
    await expect.poll(() => stateOf(b)).toBe('waiting');
    b.send(['ch0.note60', 0]);
    const again = await open('left', { join: '*', bind: `127.0.0.1 ${port}` });
    again.add('ch0.cc7');
    await isOk(b);
    await expect.poll(() => again.last('ch0.cc7')).toBe(64 / 127);
  });

  it('releases the keys of a peer that ends the session', async () => {
    const { a, b } = await session();
    a.add('ch0.note60');
    b.add('ch0.note60');
    b.add('ch0.note61');
    b.send(['ch0.note60', 1]);
    await expect.poll(() => a.last('ch0.note60')).toBe(1);
    await b.instance.unload();
    await expect.poll(() => a.last('ch0.note60')).toBe(0);
  });

  it('takes over settings while the session stands, but not other peers', async () => {
    const { a, b } = await session();
    const peer = `127.0.0.1 ${portOf(a)}`;
    expect(b.instance.configure?.({ peer, 'sysex.level': '43 v' })).toBe(true);
    b.add('sysex.level');
    b.send(['sysex.level', 1]);
    await expect.poll(() => a.counters.received).toBe(1);
    expect(b.instance.configure?.({ peer: '127.0.0.1 9' })).toBe(false);
  });

  it('refuses whom it does not expect', async () => {
    const a = await open('left', { join: 'somebody else' });
    const b = await open('right', { peer: `127.0.0.1 ${portOf(a)}` });
    await sleep(200);
    expect([stateOf(a), stateOf(b)]).toEqual(['waiting', 'waiting']);
  });

  it('is made once when both invite each other', async () => {
    const a = await open('left', { bind: '127.0.0.1 0' });
    const port = portOf(a);
    await a.instance.unload();
    hosts.length = 0;
    const b = await open('right', { peer: `127.0.0.1 ${port}` });
    const c = await open('left', { bind: `127.0.0.1 ${port}`, peer: `127.0.0.1 ${portOf(b)}` });
    await isOk(b);
    await isOk(c);
    b.add('ch0.cc1');
    c.add('ch0.cc1');
    b.send(['ch0.cc1', 1]);
    await expect.poll(() => c.emitted.length).toBe(1);
    await sleep(100);
    expect(c.emitted).toHaveLength(1);
  });

  it('says what is wrong when its port is taken, and recovers', async () => {
    const blocker = createSocket('udp4');
    await once(blocker.bind(0, '127.0.0.1'), 'listening');
    const { port } = blocker.address();
    const a = await open('left', { join: '*', bind: `127.0.0.1 ${port}` });
    expect(stateOf(a)).toBe('error');
    expect(a.problems.standing.map(problem => problem.code)).toEqual(['backend.bind-failed']);
    blocker.close();
    await expect.poll(() => stateOf(a), { timeout: 5000 }).toBe('waiting');
    expect(a.problems.standing).toEqual([]);
  });

  it('survives noise on both ports', async () => {
    const { a, b } = await session();
    const socket = createSocket('udp4');
    for (let i = 0; i < 500; i++) {
      const noise = Buffer.from(
        Array.from({ length: i % 60 }, (_, n) => (n < 2 ? 0xff : (i * n * 31) & 0xff)),
      );
      socket.send(noise, portOf(a) - (i & 1), '127.0.0.1');
      if (i % 50 === 0) await sleep(1);
    }
    await expect.poll(() => a.counters.malformed).toBeGreaterThan(400);
    socket.close();
    a.add('ch0.cc1');
    b.add('ch0.cc1');
    b.send(['ch0.cc1', 1]);
    await expect.poll(() => a.last('ch0.cc1')).toBe(1);
  });

  it('is found on the network by its name', async () => {
    const globals = { 'mdns-name': 'crosspatch-test', 'mdns-interface': '127.0.0.1' };
    const a = await open('stage left', { join: '*', bind: '127.0.0.1 0' }, globals);
    const b = await open(
      'right',
      { invite: 'stage left', bind: '127.0.0.1 0' },
      { 'mdns-interface': '127.0.0.1' },
    );
    await isOk(b);
    expect(b.statuses.at(-1)?.detail).toContain('crosspatch-test');
    expect(stateOf(a)).toBe('ok');
  });
});

describe('direct mode', () => {
  it('carries values both ways and learns who sends', async () => {
    const a = await open('left', { mode: 'direct', learn: 'on' });
    const b = await open('right', { mode: 'direct', peer: `127.0.0.1 ${portOf(a)}` });
    for (const host of [a, b]) host.add('ch0.cc1');
    b.send(['ch0.cc1', 1]);
    await expect.poll(() => a.last('ch0.cc1')).toBe(1);
    a.send(['ch0.cc1', 0]);
    await expect.poll(() => b.last('ch0.cc1')).toBe(0);
    expect(a.statuses.at(-1)?.detail).toContain('1 peer');
  });
  it('takes nothing from strangers', async () => {
    const a = await open('left', { mode: 'direct' });
    const b = await open('right', { mode: 'direct', peer: `127.0.0.1 ${portOf(a)}` });
    for (const host of [a, b]) host.add('ch0.cc1');
    b.send(['ch0.cc1', 1]);
    await expect.poll(() => a.counters.malformed).toBe(1);
    expect(a.emitted).toEqual([]);
  });
});
