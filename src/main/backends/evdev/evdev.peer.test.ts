import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { isOk, until } from '../testing/net.ts';
import { missing, Peer } from '../testing/peers/network.ts';
import { realClock } from '../testing/real-clock.ts';
import { evdevBackend } from './index.ts';

const skip = missing('/usr/bin/python3') ?? noUinput();
const suffix = skip === undefined ? '' : ` (${skip})`;

function noUinput(): string | undefined {
  return existsSync('/dev/uinput')
    ? undefined
    : 'skipped: the kernel makes no input devices here (/dev/uinput)';
}

/** A device that the kernel makes for us; it is unplugged by the end of its input. */
class Device {
  readonly #process: ChildProcess;
  readonly peer: Peer;

  constructor(name: string) {
    const script = join(import.meta.dirname, '../../../../scripts/peers/uinput.py');
    this.#process = spawn('/usr/bin/python3', [script, name], { stdio: 'pipe' });
    this.peer = new Peer(this.#process);
  }

  happen(...event: [type: number, code: number, value: number]): void {
    this.#process.stdin?.write(`${event.join(' ')}\n`);
  }

  unplug(): void {
    this.#process.stdin?.end();
  }
}

describe.skipIf(skip !== undefined)(`input devices of the kernel${suffix}`, () => {
  const devices: Device[] = [];
  const hosts: FakeHost[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.instance.unload();
    for (const device of devices.splice(0)) device.unplug();
  });
  const plug = async () => {
    const device = new Device('Crosspatch test device');
    devices.push(device);
    await until('it is plugged', () => device.peer.output.includes('plugged'));
    return device;
  };

  it(`are read, unplugged with a key down, and read again${suffix}`, async () => {
    const options = { input: 'crosspatch test', 'relaxis.REL_WHEEL': '10 5' };
    const host = await FakeHost.start(evdevBackend, { options, clock: realClock });
    hosts.push(host);
    for (const channel of ['EV_KEY.KEY_A', 'EV_ABS.ABS_X', 'EV_REL.REL_WHEEL']) host.add(channel);
    for (let round = 1; round <= 2; round++) {
      const device = await plug();
      await until('it is found', () => isOk(host));
      host.emitted.length = 0;
      device.happen(1, 30, 1);
      device.happen(3, 0, 255);
      device.happen(2, 8, -1);
      await until('its events came', () => host.emitted.length >= 3);
      expect(host.emitted.map(one => [one.channel, one.value])).toEqual([
        ['EV_KEY.KEY_A', 1],
        ['EV_ABS.ABS_X', 1],
        ['EV_REL.REL_WHEEL', (5 - round) / 10],
      ]);
      device.unplug();
      await until('it is gone', () => host.statuses.at(-1)?.state === 'waiting');
      expect(host.last('EV_KEY.KEY_A')).toBe(0);
    }
  });
});
