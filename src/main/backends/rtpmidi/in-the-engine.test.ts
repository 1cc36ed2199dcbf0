import { afterEach, describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import type { Operation } from '../../../shared/patch/operation.ts';
import { encodeValues } from '../../../shared/contract/values.ts';
import { openApp, type TestApp } from '../../testing/open-app.ts';
import { freeUdpPort } from '../testing/net.ts';

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

const instance = (name: string, backend: string, options: Options = {}): Operation => ({
  op: 'instance.add',
  instance: { name, backend, options, channels: [] },
});
const wire = (from: string, to: string): Operation => ({
  op: 'mapping.add',
  mapping: { from, to, both: false, off: false },
});

async function patch(...operations: Operation[]) {
  const app = await openApp();
  apps.push(app);
  const window = app.window();
  const applied = new Promise<void>(resolve => window.client.on('devices.channelsChanged', () => resolve()));
  await window.client.call('patch.edit', { label: 'Build', operations });
  await applied;
  const channels = await window.client.call('devices.channels', {});
  const index = (name: string) => channels.find(c => `${c.instance}.${c.channel}` === name)?.index ?? -1;
  return {
    window,
    value: (name: string) => window.values.get(index(name)),
    move: (name: string, value: number) => window.client.sendValues(encodeValues([index(name)], [value], 1)),
    state: async (name: string) => {
      const all = await window.client.call('devices.instances', {});
      return all.find(one => one.name === name)?.status.state;
    },
    request: (name: string, request: string, params: unknown) =>
      window.client.call('devices.request', { instance: name, request, params }),
  };
}

describe('in the running engine', () => {
  it('a fader reaches another one by a session over the network', async () => {
    const port = (await freeUdpPort()) | 1;
    const engine = await patch(
      instance('desk', 'panel'),
      instance('here', 'rtpmidi', { peer: `127.0.0.1 ${port}` }),
      instance('there', 'rtpmidi', { bind: `127.0.0.1 ${port}`, join: '*' }),
      wire('desk.fader1', 'here.ch0.hires7'),
      wire('there.channel0.hires7', 'desk.fader2'),
    );
    await expect.poll(() => engine.state('there'), { timeout: 5000 }).toBe('ok');
    engine.move('desk.fader1', 0.25);
    await expect.poll(() => engine.value('desk.fader2')).toBeCloseTo(0.25, 4);
  });

  it('a key and a gamepad of the window move a fader', async () => {
    const engine = await patch(
      instance('desk', 'panel'),
      instance('keys', 'keyboard'),
      instance('pad', 'gamepad'),
      wire('keys.ctrl+KeyS', 'desk.fader1'),
      wire('pad.ly', 'desk.fader2'),
    );
    expect(await engine.request('keys', 'keys', {})).toEqual({ keys: ['ctrl+KeyS'] });
    expect(await engine.request('keys', 'key', { code: 'KeyS', down: true, ctrl: true })).toEqual({
      used: true,
    });
    await expect.poll(() => engine.value('desk.fader1')).toBe(1);
    const pads = [{ index: 0, id: 'Test pad', axes: [0, 1], buttons: [] }];
    expect(await engine.request('pad', 'state', { pads })).toEqual({ index: 0 });
    await expect.poll(() => engine.value('desk.fader2')).toBe(1);
  });

  it('a machine without devices keeps the patch and says what it waits for', async () => {
    const engine = await patch(
      instance('desk', 'panel'),
      instance('apc', 'midi', { read: 'no such device' }),
      instance('widget', 'dmxusb', { device: '/dev/no-such-device' }),
      instance('mouse', 'evdev', { input: 'no such device' }),
      instance('ma', 'maweb', { host: '127.0.0.1 1' }),
      wire('desk.fader1', 'widget.1'),
      wire('apc.ch0.cc1', 'desk.fader2'),
      wire('mouse.EV_KEY.KEY_A', 'desk.fader3'),
      wire('desk.fader1', 'ma.page1.fader1'),
    );
    for (const name of ['apc', 'widget', 'mouse', 'ma']) {
      await expect.poll(() => engine.state(name), { timeout: 5000 }).toMatch(/waiting|unavailable/);
    }
    engine.move('desk.fader1', 1);
    await expect.poll(() => engine.value('widget.1')).toBe(1);
  });
});
