import { beforeEach, describe, expect, it } from 'vitest';
import { StubLink } from '../testing/stub-link.ts';
import { GamepadFeed, type PadState } from './input-gamepad.ts';

function bench() {
  const stub = new StubLink();
  stub.answers['devices.request'] = () => ({ index: 0 });
  const world = { pads: [] as PadState[], now: 0, tick: undefined as (() => void) | undefined };
  const rumbles: number[][] = [];
  const feed = new GamepadFeed(stub.link, {
    read: () => world.pads,
    rumble: (...call) => void rumbles.push(call),
    schedule: tick => (world.tick = tick),
    now: () => world.now,
  });
  /** Pictures at 60 a second. */
  const run = async (pictures: number) => {
    for (let i = 0; i < pictures; i++) {
      world.now += 1000 / 60;
      const { tick } = world;
      world.tick = undefined;
      tick?.();
      await Promise.resolve();
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return { stub, world, feed, run, rumbles };
}

const pad = (x: number): PadState => ({ index: 0, id: 'Pad', axes: [x, 0], buttons: [0] });

describe('GamepadFeed', () => {
  let b: ReturnType<typeof bench>;
  beforeEach(() => (b = bench()));

  it('does not look at gamepads without an instance, and stops when the last one goes', async () => {
    expect(b.world.tick).toBeUndefined();
    b.feed.setInstances(['pad1']);
    expect(b.world.tick).toBeDefined();
    b.feed.setInstances([]);
    await b.run(1);
    expect(b.world.tick).toBeUndefined();
  });

  it('tells every change at once, and once a second that it is there', async () => {
    b.feed.setInstances(['pad1', 'pad2']);
    b.world.pads = [pad(0)];
    await b.run(1);
    expect(b.stub.of('devices.request').map(one => one['instance'])).toEqual(['pad1', 'pad2']);
    b.world.pads = [pad(0.5)];
    await b.run(2);
    expect(b.stub.of('devices.request')).toHaveLength(4);
    expect(b.feed.store.getState().taken.get('pad1')).toBe(0);
    await b.run(58);
    expect(b.stub.of('devices.request')).toHaveLength(4);
    await b.run(4);
    expect(b.stub.of('devices.request')).toHaveLength(6);
  });

  it('says once that the last gamepad is gone, then leaves the word to other windows', async () => {
    b.feed.setInstances(['pad1']);
    b.world.pads = [pad(1)];
    await b.run(1);
    b.world.pads = [];
    await b.run(300);
    expect(b.stub.of('devices.request').map(one => one['params'])).toEqual([
      { pads: [pad(1)] },
      { pads: [] },
    ]);
  });

  it('plays rumble of its own instances alone', () => {
    b.feed.setInstances(['pad1']);
    const payload = { index: 0, strong: 1, weak: 0.5 };
    b.stub.announce('devices.notify', { instance: 'pad1', topic: 'rumble', payload });
    b.stub.announce('devices.notify', { instance: 'other', topic: 'rumble', payload });
    b.stub.announce('devices.notify', { instance: 'pad1', topic: 'rumble', payload: null });
    expect(b.rumbles).toEqual([[0, 1, 0.5]]);
  });

  it('lets a motor run until it is told to stop', async () => {
    b.feed.setInstances(['pad1']);
    const tell = (strong: number) =>
      b.stub.announce('devices.notify', {
        instance: 'pad1',
        topic: 'rumble',
        payload: { index: 0, strong, weak: 0 },
      });
    tell(1);
    await b.run(300);
    expect(b.rumbles).toHaveLength(2);
    tell(0);
    await b.run(600);
    expect(b.rumbles).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });
});
