import { describe, expect, it } from 'vitest';
import { FakeHost, type FakeHostOptions } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { encodePacket, type OscArgument, type OscPacket } from '../../../shared/osc/encode.ts';
import { OscInstance } from './instance.ts';
import { decodeMessages } from '../../../shared/osc/testing/messages.ts';
import { type OpenUdp, SEND, type SendResult, type UdpListener } from './transport.ts';

/** A network without sockets: what is sent is kept, and failures are as the test wants them. */
class FakeNetwork {
  readonly sent: Uint8Array[] = [];
  /** Attempts to open a socket, with the virtual time of each. */
  readonly opened: number[] = [];
  readonly looked: string[] = [];
  result: SendResult = SEND.sent;
  openFault: string | undefined;
  lookupFault: string | undefined;
  listener: UdpListener | undefined;
  closed = 0;

  constructor(private readonly clock: VirtualClock) {}

  readonly open: OpenUdp = async ({ local }, listener) => {
    this.opened.push(this.clock.now());
    if (this.openFault) throw Object.assign(new Error('no'), { code: this.openFault });
    this.listener = listener;
    return {
      local: local ?? { address: '0.0.0.0', port: 5000 },
      send: bytes => {
        if (this.result !== SEND.down) this.sent.push(bytes);
        return this.result;
      },
      close: async () => void this.closed++,
    };
  };

  readonly resolve = async (host: string): Promise<string> => {
    this.looked.push(host);
    if (this.lookupFault) throw Object.assign(new Error('no'), { code: this.lookupFault });
    return '10.0.0.1';
  };

  messages() {
    return this.sent.map(bytes => decodeMessages(bytes)?.[0]);
  }
}

async function start(
  options: FakeHostOptions['options'],
  prepare: (network: FakeNetwork) => void = () => undefined,
) {
  const clock = new VirtualClock();
  const network = new FakeNetwork(clock);
  prepare(network);
  const host = new FakeHost({ clock, options: options ?? {} });
  const instance = new OscInstance(host.args, network);
  await instance.open();
  await host.open({ channel: () => ({}) as never, suggest: () => [], create: () => instance });
  const arrive = (packet: OscPacket | Uint8Array) =>
    network.listener?.packet(packet instanceof Uint8Array ? packet : encodePacket(packet), {
      address: '10.0.0.9',
      port: 7000,
    });
  const message = (address: string, ...args: OscArgument[]) => arrive({ address, args });
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { clock, network, host, instance, arrive, message, pass };
}

const f = (value: number): OscArgument => ({ type: 'f', value });
const BIND = { bind: '127.0.0.1 8000' };
const values = (host: FakeHost) => host.emitted.map(event => [event.channel, event.value]);

describe('what arrives', () => {
  it('is found by address patterns, also when it is sent often', async () => {
    const { host, message } = await start({ ...BIND, root: '/r' });
    for (const channel of ['/ch/1/on', '/ch/2/on', '/ch/2/off', '/deep/a/b/on']) host.add(channel);
    message('/r/ch/*/on', f(1));
    message('/r/ch/*/on', f(0));
    message('/r//on', f(0.5));
    message('/r/ch/[3-9]/on', f(1));
    expect(values(host)).toEqual([
      ['/ch/1/on', 1],
      ['/ch/2/on', 1],
      ['/ch/1/on', 0],
      ['/ch/2/on', 0],
      ['/ch/1/on', 0.5],
      ['/ch/2/on', 0.5],
      ['/deep/a/b/on', 0.5],
    ]);
    expect(host.counters.malformed).toBe(0);
    message('/r/[ch', f(1));
    expect(host.counters.malformed).toBe(1);
  });

  it('follows channels that come and go, patterns too', async () => {
    const { host, message } = await start(BIND);
    const one = host.add('/a/1');
    message('/a/*', f(1));
    host.add('/a/2');
    message('/a/*', f(0.5));
    host.instance.removeChannel(one);
    message('/a/1', f(0.25));
    message('/a/*', f(0));
    expect(values(host)).toEqual([
      ['/a/1', 1],
      ['/a/1', 0.5],
      ['/a/2', 0.5],
      ['/a/2', 0],
    ]);
  });

  it('does not become another address by sharing its beginning', async () => {
    const { host, message } = await start({ ...BIND, root: '/a' });
    host.add('/x');
    for (const address of ['/ab/x', '/a/xy', '/a/x/y', '/x', '/a']) message(address, f(1));
    expect(host.emitted).toEqual([]);
    expect(host.detected.map(one => one.channel)).toEqual(['/xy', '/x/y']);
  });

  it('has a value for every type with a number, and passes text over', async () => {
    const { host, message } = await start({ ...BIND, '/s': 'sf 0 10' });
    for (let i = 0; i < 14; i++) host.add(`/t:${i}`);
    host.add('/s:1');
    message(
      '/t',
      { type: 's', value: 'text' },
      {
        type: '[',
        items: [
          { type: 'i', value: 255 },
          { type: 'h', value: 512n },
        ],
      },
      { type: 'T' },
      { type: 'F' },
      { type: 'N' },
      { type: 'I' },
      { type: 'c', value: 127 },
      { type: 'r', value: 0xffff_ffff },
      { type: 'm', value: Uint8Array.of(0, 0x90, 60, 127) },
      { type: 'b', value: new Uint8Array(3) },
      { type: 't', value: 5n },
      { type: 'S', value: 'x' },
      { type: 'd', value: 0.5 },
    );
    message('/s', { type: 's', value: 'volume' }, f(9));
    expect(values(host)).toEqual([
      ['/t:1', 1],
      ['/t:2', 0.5],
      ['/t:3', 1],
      ['/t:4', 0],
      ['/t:5', 0],
      ['/t:6', 1],
      ['/t:7', 1],
      ['/t:8', 1],
      ['/t:9', 1],
      ['/t:13', 0.5],
      ['/s:1', 0.9],
    ]);
  });

  it('is no value when it is not a number', async () => {
    const { host, message } = await start(BIND);
    host.add('/f');
    host.add('/f:1');
    message('/f', f(NaN), f(0.5));
    message('/f', f(Infinity), f(0.25));
    expect(values(host)).toEqual([
      ['/f:1', 0.5],
      ['/f:1', 0.25],
    ]);
    expect(host.counters.malformed).toBe(2);
  });

  it('is offered to learn and detect when no channel asks for it, and only while somebody listens', async () => {
    const { host, message } = await start({ ...BIND, '/known': 'f 0 10' });
    host.add('/used');
    message('/used', f(1), f(0.5));
    message('/known', f(5));
    message('/go');
    message('/text', { type: 's', value: 'x' });
    message('/any*', f(1));
    expect(host.detected).toEqual([
      { channel: '/used:1', value: 0.5 },
      { channel: '/known', value: 0.5 },
      { channel: '/go', value: 1 },
    ]);
    host.args.detector.active = false;
    message('/known', f(5));
    expect(host.detected).toHaveLength(3);
  });

  it('costs bounded work whatever its patterns are', async () => {
    const { host, arrive } = await start(BIND);
    for (let i = 0; i < 500; i++) host.add(`/${'a'.repeat(200)}${i}`);
    const elements = Array.from({ length: 150 }, (_, i) => ({
      address: `/${'*a'.repeat(150)}${i}*b`,
      args: [f(1)],
    }));
    arrive({ time: 1n, elements });
    expect(host.emitted).toEqual([]);
    expect(host.counters.malformed).toBeGreaterThan(0);
    arrive({ address: `/${'a'.repeat(200)}7`, args: [f(1)] });
    expect(host.emitted).toHaveLength(1);
  });
});

describe('what leaves', () => {
  const TO = { destination: '10.0.0.1 9000' };

  it('has each type scaled and rounded right, turned round too', async () => {
    const { host, network } = await start({ ...TO, '/a': 'ihfdcrT 0 255 1024 0 -1 1' });
    for (let i = 0; i < 7; i++) host.add(i === 0 ? '/a' : `/a:${i}`);
    const half = Array.from({ length: 7 }, (_, i) => [i === 0 ? '/a' : `/a:${i}`, 128 / 255] as const);
    host.send(...half);
    const [i, h, fl, d, c, r, t] = network.messages()[0]?.args as { type: string; value: number }[];
    expect([i?.value, h?.value, c?.value, t?.type]).toEqual([128, 510n, 64, 'T']);
    expect(fl?.value).toBeCloseTo(1 / 255, 6);
    expect(d?.value).toBeCloseTo(128 / 255, 12);
    expect(r?.value).toBe(Math.round((128 / 255) * 0xffff_ffff));
  });

  it('keeps the order in which messages were touched first, and loses no value in between', async () => {
    const { host, network } = await start(TO);
    for (const channel of ['/xy', '/xy:1', '/f']) host.add(channel);
    host.send(['/xy', 0.25], ['/f', 0.5], ['/xy:1', 0.5], ['/xy', 0.75], ['/xy', 1]);
    expect(network.messages()).toHaveLength(4);
    expect(host.counters.sent).toBe(4);
  });

  it('is left alone once the system has borrowed it', async () => {
    const { host, network } = await start(TO, one => (one.result = SEND.borrowed));
    host.add('/f');
    host.send(['/f', 0.25]);
    host.send(['/f', 0.5], ['/f', 0.75]);
    expect(network.messages().map(one => one?.args)).toEqual([[f(0.25)], [f(0.5)], [f(0.75)]]);
  });

  it('is a message without arguments when the pattern says so, on values above 0', async () => {
    const { host, network } = await start({ ...TO, '/go': '' });
    host.add('/go');
    host.send(['/go', 1], ['/go', 0], ['/go', 0.1]);
    expect(network.messages()).toEqual([
      { address: '/go', args: [] },
      { address: '/go', args: [] },
    ]);
  });

  it('refuses an argument that the pattern does not have', async () => {
    const { host } = await start({ ...TO, '/a': 'ff' });
    host.add('/a:1');
    expect(() => host.add('/a:2')).toThrow('2 argument(s)');
    expect(() => host.add('/a:2', { source: true, target: false })).not.toThrow();
  });

  it('shrinks and grows with the arguments that are used, and keeps the values', async () => {
    const { host, network } = await start(TO);
    host.add('/m');
    host.send(['/m', 0.5]);
    const third = host.add('/m:2');
    host.send(['/m:2', 1]);
    host.instance.removeChannel(third);
    host.send(['/m', 0.25]);
    expect(network.messages().map(one => one?.args)).toEqual([[f(0.5)], [f(0.5), f(0), f(1)], [f(0.25)]]);
  });
});

describe('a network in trouble', () => {
  it('is tried again, each time later, and the newest values leave when it is back', async () => {
    const { host, network, pass } = await start({ destination: 'stage.local 9000' }, one => {
      one.lookupFault = 'ENOTFOUND';
    });
    await pass(0);
    host.add('/f');
    host.add('/go');
    host.send(['/f', 0.25], ['/f', 0.5]);
    expect(host.problems.standing).toMatchObject([{ code: 'backend.no-destination' }]);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'waiting' });
    expect(host.counters).toMatchObject({ sent: 0, dropped: 1 });
    for (const ms of [1000, 2000, 4000, 8000, 16_000, 30_000]) await pass(ms);
    expect(network.looked).toHaveLength(7);
    network.lookupFault = undefined;
    await pass(30_000);
    expect(network.messages()).toEqual([{ address: '/f', args: [f(0.5)] }]);
    expect(host.problems.standing).toEqual([]);
    expect(host.statuses.at(-1)).toEqual({ state: 'ok', detail: 'sending to 10.0.0.1:9000' });
  });

  it('has its address looked up again when there is no way to it any more', async () => {
    const { host, network, pass } = await start({ destination: '10.0.0.1 9000' });
    host.add('/f');
    network.listener?.refused(Object.assign(new Error('x'), { code: 'ENETUNREACH' }));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.no-destination' }]);
    host.send(['/f', 1]);
    await pass(1000);
    expect(network.closed).toBe(1);
    expect(network.opened).toHaveLength(2);
    expect(network.messages()).toEqual([{ address: '/f', args: [f(1)] }]);
    expect(host.problems.standing).toEqual([]);
  });

  it('does not keep input waiting for a destination', async () => {
    const { host, message, pass } = await start({ ...BIND, destination: 'gone.local 1' }, one => {
      const { resolve } = one;
      Object.assign(one, {
        resolve: (name: string) => (name === 'gone.local' ? Promise.reject(new Error('no')) : resolve(name)),
      });
    });
    await pass(0);
    host.add('/f');
    message('/f', f(0.5));
    expect(values(host)).toEqual([['/f', 0.5]]);
    expect(host.problems.standing).toMatchObject([{ code: 'backend.no-destination' }]);
  });

  it('leaves no timer and no socket behind', async () => {
    const { host, network, clock } = await start(BIND, one => (one.openFault = 'EADDRINUSE'));
    expect(host.problems.standing).toMatchObject([{ code: 'backend.bind-failed' }]);
    expect(clock.pending).toBe(1);
    await host.instance.unload();
    expect(clock.pending).toBe(0);
    const second = await start(BIND);
    await second.host.instance.unload();
    expect(second.network.closed).toBe(1);
    expect(network.closed).toBe(0);
  });
});
