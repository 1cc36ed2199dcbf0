import { expect, it } from 'vitest';
import { ChannelTable } from './channel-table.ts';
import { EventRing } from './event-ring.ts';
import { compileFanOut } from './fan-out.ts';
import { Router } from './router.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';

/** A ring written by a real router: one channel with two targets, so that every third event comes from outside. */
function written(events: number, capacity: number) {
  const table = new ChannelTable();
  for (let c = 0; c < 3; c++) table.intern('i', `c${c}`, 0, c);
  const ring = new EventRing(capacity);
  const clock = new VirtualClock(1000);
  const router = new Router({
    table,
    ring,
    clock,
    schedule: () => undefined,
    pause: () => undefined,
    onReceiveFailed: () => undefined,
    onTooManyHops: () => undefined,
  });
  router.setReceiver(0, { receive: () => undefined });
  router.setFanOut(
    compileFanOut(
      [
        { from: 0, to: 1 },
        { from: 0, to: 2 },
      ],
      3,
    ),
  );
  for (let i = 0; i < events; i++) {
    router.push(0, i / events, 0);
    router.drain();
    clock.advance(1);
  }
  return ring;
}

it('reads events back with their value, cause and time', () => {
  const ring = written(4, 64);
  expect([7, 8, 9].map(seq => ring.read(seq))).toEqual([
    { seq: 7, time: 1002, channel: 0, out: false, value: 0.5, cause: 0 },
    { seq: 8, time: 1002, channel: 1, out: true, value: 0.5, cause: 7 },
    { seq: 9, time: 1002, channel: 2, out: true, value: 0.5, cause: 7 },
  ]);
});

it('forgets the oldest, and says so', () => {
  const ring = written(100, 64);
  expect(ring.last).toBe(300);
  expect(ring.first).toBe(237);
  expect(ring.read(236)).toBeUndefined();
  expect(ring.read(301)).toBeUndefined();
  expect(ring.read(300)).toMatchObject({ channel: 2, out: true, value: 0.99, cause: 298 });
});

it('does not invent a value for an event whose source is forgotten', () => {
  const ring = written(100, 64);
  // 237 is the second wire of the event 235, which is gone.
  expect(ring.read(237)).toMatchObject({ out: true, cause: 0, value: NaN });
});
