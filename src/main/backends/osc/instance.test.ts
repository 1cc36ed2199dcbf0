import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeHost, type FakeHostOptions } from '../../../shared/plugin/testing/fake-host.ts';
import { oscBackend } from './index.ts';
import { Peer } from './testing/peer.ts';
import { realClock } from '../testing/real-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function peer(port = 0, host: '127.0.0.1' | '0.0.0.0' = '127.0.0.1') {
  const one = await Peer.open(port, host);
  open.push(one);
  return one;
}

async function start(options: FakeHostOptions['options'] = {}) {
  const host = await FakeHost.start(oscBackend, { clock: realClock, options });
  open.push({ close: () => host.instance.unload() });
  const { port } = host.instance.request?.('port', undefined) as { port: number };
  return { host, port };
}

const isLinux = process.platform === 'linux';
const hasIpv6 = Object.values(networkInterfaces()).some(list => list?.some(one => one.family === 'IPv6'));
const until = (check: () => void) => vi.waitFor(check, { timeout: 3000, interval: 5 });
const f = (value: number) => ({ type: 'f' as const, value });
const i = (value: number) => ({ type: 'i' as const, value });

describe('input', () => {
  it('emits what arrives, scaled by type and by pattern', async () => {
    const { host, port } = await start({ bind: '127.0.0.1 0', '/db': 'f -60 0', '/up': 'i 100 0' });
    for (const channel of ['/f', '/i', '/db', '/up', '/xy', '/xy:1', '/go']) host.add(channel);
    const device = await peer();
    device.message(port, '/f', f(0.25));
    device.message(port, '/i', i(51));
    device.message(port, '/db', f(-15));
    device.message(port, '/up', i(25));
    device.message(port, '/xy', f(0.5), f(1));
    device.message(port, '/go');
    await until(() => expect(host.emitted).toHaveLength(7));
    expect(host.emitted.map(event => [event.channel, event.value])).toEqual([
      ['/f', 0.25],
      ['/i', 0.2],
      ['/db', 0.75],
      ['/up', 0.75],
      ['/xy', 0.5],
      ['/xy:1', 1],
      ['/go', 1],
    ]);
    expect(host.counters).toMatchObject({ received: 6, malformed: 0 });
  });

  it('drops and counts what is malformed, and goes on', async () => {
    const { host, port } = await start({ bind: '127.0.0.1 0' });
    host.add('/f');
    const device = await peer();
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('junk'),
      Buffer.alloc(60_000, 47),
      Buffer.from('/f\0'),
    ]) {
      device.send(port, bytes);
    }
    device.message(port, '/f', f(1));
    await until(() => expect(host.last('/f')).toBe(1));
    expect(host.counters).toMatchObject({ received: 5, malformed: 4 });
  });

  it('says when the port is taken, and takes it once it is free', async () => {
    const other = await Peer.open();
    const { host, port: none } = await start({ bind: `127.0.0.1 ${other.port}` });
    const { port } = other;
    expect(none).toBeNull();
    expect(host.problems.standing.map(problem => problem.code)).toEqual(['backend.bind-failed']);
    expect(host.statuses.at(-1)?.state).toBe('waiting');
    other.close();
    await until(() => expect(host.statuses.at(-1)?.state).toBe('ok'));
    expect(host.problems.standing).toEqual([]);
    host.add('/f');
    (await peer()).message(port, '/f', f(0.5));
    await until(() => expect(host.last('/f')).toBe(0.5));
  });
});

describe('output', () => {
  it('needs neither a bind nor a pattern, and sends an initial zero', async () => {
    const device = await peer();
    const { host } = await start({ destination: `127.0.0.1 ${device.port}`, root: '/mix' });
    host.add('/fader');
    host.send(['/fader', 0]);
    await until(() => expect(device.received).toEqual([{ address: '/mix/fader', args: [f(0)] }]));
    expect(host.counters).toMatchObject({ sent: 1, dropped: 0 });
  });

  it('sends every value of one argument, and arguments of one batch together', async () => {
    const device = await peer();
    const { host } = await start({ dest: `127.0.0.1 ${device.port}`, '/c': 'ii 0 10 10 0' });
    for (const channel of ['/f', '/c', '/c:1']) host.add(channel);
    host.send(['/f', 0.25], ['/f', 0.5], ['/c', 1], ['/c:1', 1], ['/f', 0.75]);
    await until(() => expect(device.received).toHaveLength(4));
    expect(device.received).toEqual([
      { address: '/f', args: [f(0.25)] },
      { address: '/f', args: [f(0.5)] },
      { address: '/c', args: [i(10), i(0)] },
      { address: '/f', args: [f(0.75)] },
    ]);
  });

  it('leaves from the port that is listened on, and answers the last sender', async () => {
    const device = await peer();
    const { host, port } = await start({ bind: '127.0.0.1 0', destination: 'learn' });
    host.add('/f');
    host.send(['/f', 0.25], ['/f', 0.5]);
    expect(host.counters).toMatchObject({ sent: 0, dropped: 1 });
    device.message(port, '/hello');
    await until(() => expect(device.received).toEqual([{ address: '/f', args: [f(0.5)] }]));
    const next = await peer();
    next.message(port, '/hello');
    await until(() => expect(host.counters.received).toBe(2));
    host.send(['/f', 1]);
    await until(() => expect(next.received).toEqual([{ address: '/f', args: [f(1)] }]));
    expect(device.received).toHaveLength(1);
  });

  it('answers to a given port of the last sender', async () => {
    const device = await peer();
    const { host, port } = await start({ bind: '127.0.0.1 0', destination: `learn@${device.port}` });
    host.add('/f');
    (await peer()).message(port, '/hello');
    await until(() => expect(host.counters.received).toBe(1));
    host.send(['/f', 1]);
    await until(() => expect(device.received).toEqual([{ address: '/f', args: [f(1)] }]));
  });

  it('bears a receiver that is away, and reaches it when it is back', async () => {
    const device = await Peer.open();
    const { port } = device;
    device.close();
    const { host } = await start({ destination: `127.0.0.1 ${port}` });
    host.add('/f');
    host.send(['/f', 0.1]);
    await until(() => expect(host.statuses.at(-1)?.state).toBe('waiting'));
    const back = await peer(port);
    host.send(['/f', 0.5]);
    await until(() => expect(back.received).toEqual([{ address: '/f', args: [f(0.5)] }]));
  });

  it.skipIf(!isLinux)(
    `reaches everybody by broadcast${isLinux ? '' : ' (skipped: only Linux can on loopback)'}`,
    async () => {
      const device = await peer(0, '0.0.0.0');
      for (const bind of [{}, { bind: '0.0.0.0 0' }]) {
        const { host } = await start({ destination: `127.255.255.255 ${device.port}`, ...bind });
        host.add('/all');
        host.send(['/all', 1]);
      }
      await until(() => expect(device.received).toHaveLength(2));
    },
  );

  it.skipIf(!hasIpv6)(
    `talks to IPv4 devices from an IPv6 address${hasIpv6 ? '' : ' (skipped: no IPv6 here)'}`,
    async () => {
      const device = await peer();
      const { host, port } = await start({ bind: ':: 0', destination: `127.0.0.1 ${device.port}` });
      host.add('/f');
      host.send(['/f', 1]);
      await until(() => expect(device.received).toHaveLength(1));
      device.message(port, '/f', f(0.5));
      await until(() => expect(host.last('/f')).toBe(0.5));
    },
  );

  it('does not depend on what it listens on being free', async () => {
    const device = await peer();
    const { host, port } = await start({ bind: '127.0.0.1 0', destination: `127.0.0.1 ${device.port}` });
    host.add('/f');
    host.send(['/f', 1]);
    await until(() => expect(device.received).toHaveLength(1));
    device.message(port, '/f', f(0.5));
    await until(() => expect(host.last('/f')).toBe(0.5));
  });
});

describe('changed options', () => {
  it('are taken over without a restart while the addresses stay', async () => {
    const device = await peer();
    const options = { bind: '127.0.0.1 0', destination: `127.0.0.1 ${device.port}` };
    const { host, port } = await start(options);
    host.add('/f');
    expect(host.instance.configure?.({ ...options, '/f': 'i 0 10', root: '/r' })).toBe(true);
    host.send(['/f', 0.5]);
    await until(() => expect(device.received).toEqual([{ address: '/r/f', args: [i(5)] }]));
    device.message(port, '/r/f', i(2));
    await until(() => expect(host.last('/f')).toBe(0.2));
    expect(host.instance.configure?.({ ...options, bind: '127.0.0.1 1' })).toBe(false);
  });

  it('that make no sense are problems, and the rest works', async () => {
    const { host } = await start({
      bind: 'nonsense',
      destination: 'learn',
      '/f': 'f 1 1',
      foo: 1,
      root: 'x',
    });
    expect(host.problems.standing.map(problem => problem.code).sort()).toEqual([
      'backend.bad-option',
      'backend.bad-option',
      'backend.bad-option',
      'backend.bad-option',
      'backend.unknown-option',
    ]);
  });
});
