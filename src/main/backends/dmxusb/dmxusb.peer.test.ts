import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { addUniverse, emittedLevels, levelsOf, sendLevels, untilSame } from '../testing/peers/dmx.ts';
import { missing } from '../testing/peers/network.ts';
import { Ola, OLAD } from '../testing/peers/ola.ts';
import { realClock } from '../testing/real-clock.ts';
import { dmxusbBackend } from './index.ts';
import { PtyWidget } from './testing/pty.ts';

const skip = missing(OLAD, '/usr/bin/socat');
const suffix = skip === undefined ? '' : ` (${skip})`;

/**
 * OLA is a host like us, so the two cannot speak to each other: both speak to the same simulated widget behind a pty, and
 * must send it the same bytes and understand the same bytes from it.
 */
describe.skipIf(skip !== undefined)(`DMX USB Pro beside OLA${suffix}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dmxusb-peer-'));
  chmodSync(folder, 0o755);
  const theirs = new PtyWidget(join(folder, 'ttyUSB0'));
  const ours = new PtyWidget(join(folder, 'ours'));
  const hosts: FakeHost[] = [];
  let ola: Ola;

  const open = async (mode: string) => {
    const options = { device: ours.path, mode };
    const host = await FakeHost.start(dmxusbBackend, { options, clock: realClock });
    hosts.push(host);
    await until('the widget answered', () => isOk(host));
    addUniverse(host);
    return host;
  };
  const close = async () => {
    for (const host of hosts.splice(0)) await host.instance.unload();
  };

  beforeAll(async () => {
    if (skip !== undefined) return;
    await theirs.plug();
    await ours.plug();
    ola = await Ola.start({
      usbserial: [`device_dir = ${folder}`, 'device_prefix = ttyUSB', 'pro_fps_limit = 40'],
    });
    await until('OLA found its widget', () => ola.devices().includes('Simulated DMX USB Pro'));
  });
  afterAll(async () => {
    await close();
    await ola?.stop();
    await theirs.close();
    await ours.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`sends the frames that OLA sends${suffix}`, async () => {
    ola.patch('Simulated DMX USB Pro', 0, 1, 'out');
    const host = await open('output');
    for (const seed of [1, 2, 3]) {
      const levels = levelsOf(seed);
      sendLevels(host, levels);
      await ola.set(1, levels);
      const last = (pty: PtyWidget) => Promise.resolve([...(pty.widget.dmx.at(-1) ?? [])]);
      await untilSame([0, ...levels], () => last(theirs));
      await untilSame([0, ...levels], () => last(ours));
      expect(await last(ours)).toEqual(await last(theirs));
    }
    await close();
  });

  it(`understands the frames that OLA understands${suffix}`, async () => {
    ola.patch('Simulated DMX USB Pro', 0, 2, 'in');
    const host = await open('input');
    for (const seed of [4, 5]) {
      const levels = levelsOf(seed);
      const heard = async (read: () => Promise<readonly number[]>) => {
        await untilSame(levels, () => {
          for (const pty of [theirs, ours]) pty.widget.receive(levels);
          return read();
        });
      };
      await heard(() => ola.get(2));
      await heard(() => Promise.resolve(emittedLevels(host)));
    }
  });
});
