import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../threads/system-clock.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import type { SerialDriver, SerialEvents } from './driver.ts';
import { dmxusbBackend, dmxusbBackendWith } from './index.ts';
import { hasSocat, PtyWidget } from './testing/pty.ts';
import { SimulatedWidget } from './testing/simulated-widget.ts';

const soon = () => new Promise(resolve => setImmediate(resolve));

/** A widget on a line in memory. */
async function bench(options: Options = {}) {
  let events: SerialEvents | undefined;
  let busy = false;
  let plugged = true;
  const widget = new SimulatedWidget(bytes => events?.onData(bytes));
  const driver: SerialDriver = {
    list: () => Promise.resolve(plugged ? [{ path: '/dev/ttyUSB0', vendorId: '0403' }] : []),
    open: (_path, given) => {
      events = given;
      const write = (bytes: Uint8Array) => {
        if (!busy) widget.feed(bytes);
        return !busy;
      };
      return Promise.resolve({ write, close: () => (events = undefined) });
    },
  };
  const clock = new VirtualClock();
  const host = await FakeHost.start(
    dmxusbBackendWith(() => Promise.resolve(driver)),
    { options, clock },
  );
  const pass = async (ms: number) => {
    for (let t = 0; t <= ms; t += 50) {
      clock.advance(t === 0 ? 0 : 50);
      await soon();
    }
  };
  await pass(0);
  return {
    host,
    clock,
    widget,
    pass,
    pull: () => {
      plugged = false;
      events?.onLost('it was unplugged');
    },
    plug: () => (plugged = true),
    congest: (is: boolean) => {
      busy = is;
      if (!is) events?.onDrain();
    },
  };
}

describe('a DMX USB Pro', () => {
  it('is asked who it is and sent whole universes', async () => {
    const { host, widget } = await bench();
    expect(host.statuses.at(-1)).toEqual({
      state: 'ok',
      detail: 'DMX USB Pro 172534 on /dev/ttyUSB0, firmware 1.44, output',
    });
    host.add('1');
    host.add('511+512');
    host.send(['1', 1], ['511+512', 0.5]);
    const [frame] = widget.dmx;
    expect(frame).toHaveLength(513);
    expect([...(frame ?? []).slice(0, 3)]).toEqual([0, 255, 0]);
    expect([...(frame ?? []).slice(-2)]).toEqual([128, 0]);
  });
  it('is not sent more frames than it can take, and the newest wins', async () => {
    const { host, widget, clock } = await bench({ rate: 40, slots: 24 });
    host.add('1');
    for (let i = 1; i <= 100; i++) {
      host.send(['1', i / 255]);
      clock.advance(1);
    }
    clock.advance(30);
    expect(widget.dmx.map(frame => frame[1])).toEqual([1, 25, 50, 75, 100]);
    expect(widget.dmx[0]).toHaveLength(25);
  });
  it('gets the newest frame when a slow line is free again', async () => {
    const { host, widget, clock, congest } = await bench();
    host.add('1');
    congest(true);
    host.send(['1', 0.5]);
    clock.advance(100);
    host.send(['1', 1]);
    congest(false);
    expect(widget.dmx.map(frame => frame[1])).toEqual([255]);
  });
  it('feeds the patch when it is an input', async () => {
    const { host, widget } = await bench({ mode: 'input' });
    expect(widget.labels).toContain(8);
    host.add('1');
    host.add('2+3');
    widget.receive([255, 1, 0, 51]);
    widget.receive([255, 1, 0, 51]);
    expect(host.emitted.map(one => [one.channel, one.value])).toEqual([
      ['1', 1],
      ['2+3', 256 / 65_535],
    ]);
    expect(host.detected).toEqual([{ channel: '4', value: 0.2 }]);
  });
  it('carries 10,240 values from one instance to another, none lost or wrong', async () => {
    const from = await bench();
    const to = await bench({ mode: 'input' });
    for (let slot = 1; slot <= 512; slot++) {
      from.host.add(String(slot));
      to.host.add(String(slot));
    }
    const levels = (frame: number) => Array.from({ length: 512 }, (_, slot) => (slot * 7 + frame * 31) % 256);
    for (let frame = 1; frame <= 20; frame++) {
      from.host.send(...levels(frame).map((level, slot) => [String(slot + 1), level / 255] as const));
      from.clock.advance(25);
      to.widget.receive([...(from.widget.dmx.at(-1) ?? [])].slice(1));
    }
    expect(from.widget.dmx).toHaveLength(20);
    expect(to.host.emitted).toHaveLength(20 * 512);
    const last = to.host.emitted.slice(-512).map(one => Math.round(one.value * 255));
    expect(last).toEqual(levels(20));
  });
  it('drops damaged packets and other start codes', async () => {
    const { host, widget } = await bench({ mode: 'input' });
    host.add('1');
    widget.receive([255], 1);
    widget.receive([255], 0, 0x17);
    expect(host.emitted).toEqual([]);
    expect(host.counters.malformed).toBe(1);
  });
  it('comes back after it was pulled, with its levels', async () => {
    const { host, widget, pass, pull, plug } = await bench();
    host.add('1');
    host.send(['1', 1]);
    pull();
    expect(host.statuses.at(-1)?.state).toBe('waiting');
    await pass(3000);
    host.send(['1', 0.2]);
    widget.dmx.length = 0;
    plug();
    await pass(2000);
    expect(host.statuses.at(-1)?.state).toBe('ok');
    expect(widget.dmx[0]?.[1]).toBe(51);
  });
  it('is not mistaken for another device', async () => {
    const { host, widget, pass, pull, plug } = await bench();
    widget.answers = false;
    pull();
    plug();
    await pass(3000);
    expect(host.statuses.at(-1)?.detail).toContain('does not answer as a DMX USB Pro');
  });
  it('leaves no timer behind', async () => {
    const { host, clock, pull } = await bench();
    host.add('1');
    host.send(['1', 1]);
    pull();
    await host.instance.unload();
    expect(clock.pending).toBe(0);
  });
});

describe('over a pseudo terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dmxusb-'));
  const pty = new PtyWidget(join(folder, 'ttyUSB0'));
  let host: FakeHost | undefined;
  afterEach(async () => {
    await host?.instance.unload();
    await pty.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!hasSocat)('survives the plug being pulled (skipped: socat is not installed)', async () => {
    await pty.plug();
    host = await FakeHost.start(dmxusbBackend, { options: { device: pty.path }, clock: new SystemClock() });
    const state = () => host?.statuses.at(-1)?.state;
    await expect.poll(state, { timeout: 5000 }).toBe('ok');
    host.add('1');
    host.add('512');
    host.send(['1', 1], ['512', 1]);
    await expect.poll(() => pty.widget.dmx.at(-1)?.[512], { timeout: 5000 }).toBe(255);
    await pty.pull();
    await expect.poll(state, { timeout: 5000 }).toBe('waiting');
    host.send(['1', 0.2]);
    await pty.plug();
    await expect.poll(state, { timeout: 8000 }).toBe('ok');
    await expect.poll(() => pty.widget.dmx.at(-1)?.[1], { timeout: 5000 }).toBe(51);
    expect(pty.widget.dmx.at(-1)?.[512]).toBe(255);
  });
});
