import { OscInstance } from '../../src/main/backends/osc/instance.ts';
import { realClock } from '../../src/main/backends/testing/real-clock.ts';
import type { UdpListener } from '../../src/main/backends/osc/transport.ts';
import { FakeHost } from '../../src/shared/plugin/testing/fake-host.ts';

const CHANNELS = 2000;

/** An OSC instance with many channels and no socket, and what came of the packets it was given. */
export async function openTarget() {
  const listeners: UdpListener[] = [];
  const { args } = new FakeHost({ clock: realClock, options: { bind: '127.0.0.1 1', '/a': 'f -1 1' } });
  const count = { events: 0, wrong: 0, detected: 0 };
  const emit = (_local: number, value: number) => {
    count.events++;
    if (!Number.isFinite(value)) count.wrong++;
  };
  const detector = { active: true, report: () => void count.detected++ };
  const network = {
    resolve: async (host: string) => host,
    open: async (_options: unknown, listener: UdpListener) => {
      listeners.push(listener);
      return {
        local: { address: '127.0.0.1', port: 1 },
        send: () => 0 as const,
        close: async () => undefined,
      };
    },
  };
  const instance = new OscInstance({ ...args, emit, detector }, network);
  await instance.open();
  const use = { source: true, target: false };
  ['/a', '/a/b', '/a/b:1', '/ch/1/on', '/ch/2/on'].forEach((name, i) => instance.addChannel(i, name, use));
  for (let i = 5; i < CHANNELS; i++) instance.addChannel(i, `/many/a${'a'.repeat(i % 40)}/${i}`, use);
  const from = { address: '127.0.0.1', port: 9 };
  return { count, counters: args.counters, packet: (bytes: Uint8Array) => listeners[0]?.packet(bytes, from) };
}
