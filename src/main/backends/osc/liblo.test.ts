import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { oscBackend } from './index.ts';
import { isLibloAbsent, libloNote, oscdump, oscsend } from './testing/liblo.ts';
import { realClock } from '../testing/real-clock.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: Record<string, string>) {
  const host = await FakeHost.start(oscBackend, { clock: realClock, options });
  closing.push(() => host.instance.unload());
  return host;
}

async function dump() {
  const one = await oscdump();
  closing.push(() => one.close());
  return one;
}

describe('with the programs of liblo', () => {
  it.skipIf(isLibloAbsent)(`hears every type that oscsend knows${libloNote}`, async () => {
    const host = await start({ bind: '127.0.0.1 0' });
    const { port } = host.instance.request?.('port', undefined) as { port: number };
    const types = 'ihfdcmTFNIsS';
    const words = ['51', '512', '0.25', '0.5', 'A', '00903c7f', 'text', 'symbol'];
    for (let n = 0; n < types.length; n++) host.add(n === 0 ? '/all' : `/all:${n}`);
    for (const channel of ['/go', '/none:1']) host.add(channel);
    oscsend(port, '/all', types, ...words);
    oscsend(port, '/go');
    await vi.waitFor(() => expect(host.last('/go')).toBe(1));
    const got = host.emitted.map(event => [event.channel, Math.round(event.value * 1000) / 1000]);
    expect(got).toEqual([
      ['/all', 0.2],
      ['/all:1', 0.5],
      ['/all:2', 0.25],
      ['/all:3', 0.5],
      ['/all:4', 0.512],
      ['/all:5', 1],
      ['/all:6', 1],
      ['/all:7', 0],
      ['/all:8', 0],
      ['/all:9', 1],
      ['/go', 1],
    ]);
    expect(host.counters.malformed).toBe(0);
  });

  it.skipIf(isLibloAbsent)(`hears an address pattern of oscsend${libloNote}`, async () => {
    const host = await start({ bind: '127.0.0.1 0' });
    const { port } = host.instance.request?.('port', undefined) as { port: number };
    for (const channel of ['/ch/1/on', '/ch/2/on', '/ch/3/on']) host.add(channel);
    oscsend(port, '/ch/{1,3}/on', 'T');
    await vi.waitFor(() => expect(host.emitted).toHaveLength(2));
    expect(host.emitted.map(event => event.channel)).toEqual(['/ch/1/on', '/ch/3/on']);
  });

  it.skipIf(isLibloAbsent)(
    `is understood by oscdump with every type that can be sent${libloNote}`,
    async () => {
      const { port, lines } = await dump();
      const host = await start({
        destination: `127.0.0.1 ${port}`,
        '/all': 'ihfdcTFNIsSmbt 0 10 0 4294967296000 0 1 0 1 0 127',
        '/go': 'none',
        '/in*': 'i -100 100',
      });
      for (const channel of ['/plain', '/two:1', '/go', '/inverted', '/all']) host.add(channel);
      for (let n = 1; n < 7; n++) host.add(`/all:${n}`);
      host.send(['/plain', 0], ['/two:1', 0.5], ['/go', 1], ['/inverted', 0.25]);
      host.send(
        ['/all', 0.5],
        ['/all:1', 0.5],
        ['/all:2', 0.25],
        ['/all:3', 0.125],
        ['/all:4', 65 / 127],
        ['/all:5', 1],
        ['/all:6', 0],
      );
      await vi.waitFor(() => expect(lines()).toHaveLength(5));
      expect(lines().slice(0, 4)).toEqual([
        '/plain f 0.000000',
        '/two ff 0.000000 0.500000',
        '/go',
        '/inverted i -50',
      ]);
      // An empty string, an empty symbol, a time tag of "at once".
      expect(lines()[4]).toBe(
        `/all ihfdcTFNIsSmbt 5 2147483648000 0.250000 0.125000 'A' #T #F Nil Infinitum "" ' ` +
          'MIDI [0x00 0x00 0x00 0x00] [0b ] 00000000.00000001',
      );
    },
  );
});
