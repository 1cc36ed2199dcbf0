import { describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { padChannelInfo, parsePadChannel, suggestPadChannels } from './channels.ts';
import { gamepadBackend } from './index.ts';
import { SILENCE_MS } from './pad.ts';

const XBOX = { index: 0, id: 'Xbox 360 Controller', axes: [0, 0, 0, 0], buttons: [0, 0, 0] };

async function bench(options: Options = { deadzone: 0 }) {
  const clock = new VirtualClock();
  const host = await FakeHost.start(gamepadBackend, { options, clock });
  const tell = (...pads: unknown[]) => host.instance.request?.('state', { pads });
  return { clock, host, tell };
}

describe('a gamepad', () => {
  it('emits what changed', async () => {
    const { host, tell } = await bench();
    for (const channel of ['a', 'axis1', 'connected']) host.add(channel);
    expect(tell(XBOX)).toEqual({ index: 0 });
    host.emitted.length = 0;
    tell({ ...XBOX, buttons: [1, 1, 0], axes: [0, -1, 0, 0] });
    tell({ ...XBOX, buttons: [1, 1, 0], axes: [0, -1, 0, 0] });
    expect(host.emitted.map(one => [one.channel, one.value])).toEqual([
      ['axis1', 0],
      ['a', 1],
    ]);
    expect(host.detected).toEqual([{ channel: 'button1', value: 1 }]);
    expect(host.statuses.at(-1)).toEqual({ state: 'ok', detail: 'Xbox 360 Controller (gamepad 0)' });
  });
  it('releases everything when the window falls silent, or the pad is gone', async () => {
    const { host, tell, clock } = await bench();
    for (const channel of ['a', 'lx', 'connected']) host.add(channel);
    const pressed = { ...XBOX, buttons: [1], axes: [1] };
    for (const leave of [() => clock.advance(SILENCE_MS), () => void tell()]) {
      tell(pressed);
      expect([host.last('a'), host.last('lx'), host.last('connected')]).toEqual([1, 1, 1]);
      leave();
      expect([host.last('a'), host.last('lx'), host.last('connected')]).toEqual([0, 0.5, 0]);
      expect(host.statuses.at(-1)?.state).toBe('waiting');
    }
  });
  it('is chosen by number or by name', async () => {
    const other = { ...XBOX, index: 1, id: 'DualSense' };
    for (const [pad, index] of [
      ['', 0],
      ['1', 1],
      ['dual', 1],
      ['wheel', null],
    ] as const) {
      const { tell } = await bench({ pad });
      expect(tell(XBOX, other)).toEqual({ index });
    }
  });
  it('has a dead zone without a jump at its edge', async () => {
    const { host, tell } = await bench({ deadzone: 0.1 });
    host.add('axis0');
    const at = (axis: number) => {
      tell({ ...XBOX, axes: [axis] });
      return host.last('axis0') ?? NaN;
    };
    expect([0.05, -0.1, 1, -1].map(at)).toEqual([0.5, 0.5, 1, 0]);
    expect(at(0.1001)).toBeCloseTo(0.5, 3);
  });
  it('rumbles until panic', async () => {
    const { host, tell } = await bench();
    host.add('rumble.strong');
    tell(XBOX);
    host.send(['rumble.strong', 0.5]);
    host.instance.panic?.();
    expect(host.notified).toEqual([
      { topic: 'rumble', payload: { index: 0, strong: 0.5, weak: 0 } },
      { topic: 'rumble', payload: { index: 0, strong: 0, weak: 0 } },
    ]);
  });
  it('refuses what is no state', async () => {
    const { host } = await bench();
    const many = Array.from({ length: 1000 }, () => 0);
    const bad = [
      null,
      {},
      { pads: 1 },
      { pads: [1] },
      { pads: [{ ...XBOX, axes: [NaN] }] },
      { pads: [{ ...XBOX, buttons: many }] },
    ];
    for (const params of bad) expect(host.instance.request?.('state', params)).toEqual({ index: null });
    expect(host.counters.malformed).toBe(bad.length);
  });
  it('leaves no timer behind', async () => {
    const { host, tell, clock } = await bench();
    tell(XBOX);
    await host.instance.unload();
    expect(clock.pending).toBe(0);
  });
});

describe('channels of a gamepad', () => {
  it('have one name each, and short ones beside', () => {
    expect(padChannelInfo(parsePadChannel('x', 'rt'))).toMatchObject({
      name: 'button7',
      label: 'Button 7 (right trigger)',
    });
    expect(padChannelInfo(parsePadChannel('x', 'ry')).name).toBe('axis3');
    expect(padChannelInfo(parsePadChannel('x', 'rumble.weak'))).toMatchObject({
      source: false,
      target: true,
    });
    expect(suggestPadChannels('l', 3).map(info => info.name)).toEqual(['button4', 'button6', 'button10']);
    for (const info of suggestPadChannels('', 99)) expect(parsePadChannel('x', info.name)).toBeDefined();
  });
  it.each(['button64', 'axis16', 'knob', ''])('refuse %s', channel => {
    expect(() => parsePadChannel('x', channel)).toThrow(/has no channel/);
  });
});
