import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../threads/system-clock.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { writeEvent } from './codec.ts';
import { evdevBackendWith } from './index.ts';
import { type InputSystem, linuxInput } from './system.ts';

const KEYBOARD = { name: 'Logitech USB Keyboard', handlers: ['kbd', 'event3'] };

/** A computer with one keyboard, in memory. */
async function bench(options: Options = { input: 'logitech' }) {
  let plugged = true;
  let waiting = Buffer.alloc(0);
  const written: Buffer[] = [];
  const opened: string[] = [];
  const gone = () => {
    if (!plugged) throw new Error('ENODEV: no such device, read');
  };
  const system: InputSystem = {
    list: () => Promise.resolve(plugged ? [KEYBOARD] : []),
    open: path => {
      gone();
      opened.push(path);
      return {
        read: into => {
          gone();
          const count = waiting.copy(into);
          waiting = waiting.subarray(count);
          return count;
        },
        write: bytes => {
          gone();
          written.push(bytes);
        },
        close: () => undefined,
      };
    },
  };
  const clock = new VirtualClock();
  const host = await FakeHost.start(evdevBackendWith(system), { options, clock });
  const pass = async (ms: number) => {
    for (let t = 0; t < ms; t += 50) {
      clock.advance(50);
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const happen = (...events: [type: number, code: number, value: number][]) => {
    waiting = Buffer.concat([waiting, ...events.map(event => writeEvent(...event)), writeEvent(0, 0, 0)]);
    clock.advance(4);
  };
  return { host, clock, happen, pass, written, opened, plug: (is: boolean) => (plugged = is) };
}

describe('an input device', () => {
  it('emits keys, axes and steps, and shows the rest to detect', async () => {
    const { host, happen } = await bench({
      input: 'logitech',
      'axis.ABS_X': '0 0 1000 0 0 0',
      'relaxis.REL_WHEEL': '10 5',
    });
    for (const channel of ['EV_KEY.KEY_A', 'EV_ABS.ABS_X', 'EV_REL.REL_WHEEL']) host.add(channel);
    happen([1, 30, 1], [1, 30, 2], [1, 30, 0], [3, 0, 250], [2, 8, 1], [1, 31, 1]);
    expect(host.emitted.map(one => [one.channel, one.value])).toEqual([
      ['EV_KEY.KEY_A', 1],
      ['EV_KEY.KEY_A', 0],
      ['EV_ABS.ABS_X', 0.25],
      ['EV_REL.REL_WHEEL', 0.6],
    ]);
    expect(host.detected).toEqual([{ channel: 'EV_KEY.KEY_S', value: 1 }]);
  });
  it('is read to the end when much happens at once', async () => {
    const { host, happen } = await bench();
    host.add('EV_KEY.KEY_A');
    happen(...Array.from({ length: 1000 }, (_, i): [number, number, number] => [1, 30, (i + 1) % 2]));
    expect(host.emitted).toHaveLength(1000);
  });
  it('survives being unplugged with a key down', async () => {
    const { host, happen, pass, plug, opened } = await bench();
    host.add('EV_KEY.KEY_A');
    happen([1, 30, 1]);
    plug(false);
    await pass(3000);
    expect(host.last('EV_KEY.KEY_A')).toBe(0);
    expect(host.statuses.at(-1)?.state).toBe('waiting');
    plug(true);
    await pass(2000);
    expect(host.statuses.at(-1)).toEqual({ state: 'ok', detail: 'Reading /dev/input/event3' });
    expect(opened).toHaveLength(2);
    happen([1, 30, 1]);
    expect(host.last('EV_KEY.KEY_A')).toBe(1);
  });
  it('lights its LEDs, and again when it returns', async () => {
    const { host, written, plug, pass } = await bench();
    host.add('EV_LED.LED_CAPSL');
    host.send(['EV_LED.LED_CAPSL', 1]);
    expect(written).toEqual([writeEvent(17, 1, 1)]);
    plug(false);
    await pass(1000);
    plug(true);
    await pass(2000);
    expect(written).toHaveLength(2);
  });
  it('leaves no timer behind', async () => {
    const { host, clock } = await bench();
    await host.instance.unload();
    expect(clock.pending).toBe(0);
  });
  it('complains of an axis that makes no sense', async () => {
    const { host } = await bench({ input: 'l', 'axis.ABS_X': 'wide', 'relaxis.REL_X': '0' });
    expect(host.problems.standing).toHaveLength(2);
  });
  it('says so where there is no such thing', async () => {
    const host = await FakeHost.start(evdevBackendWith(undefined));
    host.add('EV_KEY.KEY_A');
    expect(host.statuses.at(-1)?.state).toBe('unavailable');
  });
});

describe('a device file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evdev-'));
  const fifo = join(folder, 'event0');
  const made = spawnSync('mkfifo', [fifo]).status === 0;

  it.skipIf(!made)('is read without blocking (skipped: there is no mkfifo)', async () => {
    const options = { device: fifo };
    const host = await FakeHost.start(evdevBackendWith(linuxInput), { options, clock: new SystemClock() });
    host.add('EV_KEY.KEY_A');
    const fd = openSync(fifo, 'r+');
    const record = writeEvent(1, 30, 1);
    writeSync(fd, record.subarray(0, 10));
    writeSync(fd, record.subarray(10));
    await expect.poll(() => host.last('EV_KEY.KEY_A')).toBe(1);
    await host.instance.unload();
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
});
