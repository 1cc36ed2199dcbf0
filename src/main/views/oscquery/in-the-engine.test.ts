import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { encodePacket } from '../../../shared/osc/encode.ts';
import type { Operation } from '../../../shared/patch/operation.ts';
import { openApp, type TestApp } from '../../testing/open-app.ts';
import { sendUdp } from './testing/open-view.ts';

const apps: TestApp[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  for (const app of apps.splice(0)) await app.close();
});

const instance = (name: string, backend: string): Operation => ({
  op: 'instance.add',
  instance: { name, backend, options: {}, channels: [] },
});
const wire = (from: string, to: string): Operation => ({
  op: 'mapping.add',
  mapping: { from, to, both: false, off: false },
});

/** A desk whose first fader drives its second one through a loopback. */
async function desk() {
  const app = await openApp({ views: { oscquery: { host: '127.0.0.1', port: 0 } } });
  apps.push(app);
  const window = app.window();
  const operations = [
    ...[instance('desk', 'panel'), instance('loop', 'loopback')],
    ...[wire('desk.fader1', 'loop./a/b'), wire('loop./a/b', 'desk.fader2')],
  ];
  await window.client.call('patch.edit', { label: 'Build', operations });
  const plugins = await window.client.call('plugins.list', {});
  const address = plugins.find(one => one.name === 'oscquery')?.address ?? '';
  const get = async (path: string) => (await (await fetch(address + path)).json()) as Record<string, unknown>;
  await expect.poll(() => get('/desk/fader1').then(({ ACCESS }) => ACCESS)).toBe(3);
  return { window, address, get, value: async (path: string) => (await get(path))['VALUE'] };
}

const message = (address: string, value: number) => encodePacket({ address, args: [{ type: 'f', value }] });

describe('in the running engine', () => {
  it('a client moves a fader of the panel as by hand', async () => {
    const { address, value, get } = await desk();
    expect([(await get('/loop/a/b'))['ACCESS'], (await get('/desk/fader2'))['ACCESS']]).toEqual([3, 3]);
    await sendUdp(Number(new URL(address).port), message('/desk/fader1', 0.25));
    await expect.poll(() => value('/desk/fader2')).toEqual([0.25]);
    expect(await value('/loop/a/b')).toEqual([0.25]);
  });

  it('a client sets a target as a wire would, and the monitor knows that it came from outside', async () => {
    const { window, address, value } = await desk();
    const socket = new WebSocket(address.replace('http', 'ws'));
    sockets.push(socket);
    await new Promise(resolve => socket.on('open', resolve));
    socket.send(message('/loop/a/b', 0.75));
    await expect.poll(() => value('/desk/fader2')).toEqual([0.75]);
    expect(await value('/desk/fader1')).toBeUndefined();
    const events = await window.client.call('monitor.events', { limit: 10 });
    const why = await window.client.call('monitor.why', { seq: events.at(-1)?.seq ?? 0 });
    expect(why.map(({ direction, cause }) => [direction, cause === 0])).toEqual([
      ...[
        ['in', true],
        ['out', false],
      ],
      ...[
        ['in', false],
        ['out', false],
      ],
    ]);
  });
});
