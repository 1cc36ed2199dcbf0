import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import type { Backend, BackendPlugin } from '../../../shared/plugin/backend.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import { FakeHost, memoryLog } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { closeSocket, isOk, udpSocket, until } from './net.ts';

interface Given {
  readonly options?: Options;
  readonly globals?: Options;
  readonly clock?: Clock;
  readonly backend?: Backend;
}

/** Instances of a backend and sockets beside them, all closed after each test. */
export class NetworkBench {
  readonly #sockets: Socket[] = [];
  readonly #hosts: FakeHost[] = [];

  constructor(private readonly plugin: BackendPlugin) {
    afterEach(async () => {
      for (const host of this.#hosts.splice(0)) await host.instance.unload();
      for (const socket of this.#sockets.splice(0)) await closeSocket(socket);
    });
  }

  async socketOn(host = '127.0.0.1'): Promise<Socket> {
    const socket = await udpSocket(host);
    this.#sockets.push(socket);
    return socket;
  }

  async load(clock: Clock): Promise<Backend> {
    const { log } = memoryLog();
    return this.plugin.load({ log, clock, dataFolder: '', signal: new AbortController().signal });
  }

  async open({ options = {}, globals = {}, clock = new VirtualClock(), backend }: Given): Promise<FakeHost> {
    const host = new FakeHost({ options, globals, clock });
    await host.open(backend ?? (await this.load(clock)));
    this.#hosts.push(host);
    return host;
  }

  /** Unload before the end of the test. */
  async unload(host: FakeHost): Promise<void> {
    this.#hosts.splice(this.#hosts.indexOf(host), 1);
    await host.instance.unload();
  }
}

/** Send 10,000 values of 16 bits over `channel`: all arrive, each by itself and in order. */
export async function expectAllInOrder(sender: FakeHost, receiver: FakeHost, channel: string): Promise<void> {
  receiver.add(channel, { source: true, target: false });
  sender.add(channel, { source: false, target: true });
  const values = Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 65536) / 65535);
  for (let i = 0; i < values.length; i += 100) {
    sender.send(...values.slice(i, i + 100).map(value => [channel, value] as const));
    await until('the burst is here', () => receiver.emitted.length === i + 100);
  }
  expect(receiver.emitted.map(event => event.value)).toEqual(values);
  expect(sender.counters.sent).toBe(10_000);
  expect(receiver.counters).toMatchObject({ received: 10_000, malformed: 0, dropped: 0 });
}

/**
 * `host` sends to `peer`, and its port is held by `taken`: it says so, drops what it is to send, and sends it once the
 * port is free. Returns the packet.
 */
export async function expectItWaitsForItsPort(host: FakeHost, taken: Socket, peer: Socket): Promise<Buffer> {
  expect(host.problems.standing).toMatchObject([{ code: 'backend.bind-failed' }]);
  expect(host.statuses.at(-1)?.detail).toContain('another program uses this port');
  host.add('1', { source: false, target: true });
  host.send(['1', 1]);
  expect(host.counters.dropped).toBe(1);
  await closeSocket(taken);
  const restored = once(peer, 'message');
  (host.clock as VirtualClock).advance(5000);
  const [packet] = (await restored) as [Buffer];
  expect(host.problems.standing).toEqual([]);
  expect(isOk(host)).toBe(true);
  return packet;
}
