import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../shared/plugin/backend.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { ChannelTable } from './channel-table.ts';
import { EventRing } from './event-ring.ts';
import { compileFanOut, type WirePair } from './fan-out.ts';
import { findLoop } from './loop-finder.ts';
import { HOP_LIMIT, Router } from './router.ts';

interface Got {
  readonly local: number;
  readonly value: number;
  readonly seq: number;
}

/** A router with `slots` instances of `perSlot` channels each; channel index = slot * perSlot + local. */
function bench(slots: number, perSlot: number, capacity?: number) {
  const table = new ChannelTable();
  for (let s = 0; s < slots; s++) for (let l = 0; l < perSlot; l++) table.intern(`i${s}`, `c${l}`, s, l);
  const ring = new EventRing(1 << 12);
  const failures: { slot: number; count: number }[] = [];
  const loops: WirePair[][] = [];
  const scheduled: (() => void)[] = [];
  const paused: (() => void)[] = [];
  const router = new Router({
    table,
    ring,
    clock: new VirtualClock(),
    ...(capacity === undefined ? {} : { capacity }),
    schedule: drain => void scheduled.push(drain),
    pause: drain => void paused.push(drain),
    onReceiveFailed: (slot, count) => void failures.push({ slot, count }),
    onTooManyHops: seq => {
      loops.push([...(findLoop(ring, seq)?.wires ?? [])]);
      router.setFanOut(compileFanOut([], table.size));
    },
  });
  const got: Got[][] = Array.from({ length: slots }, () => []);
  for (let s = 0; s < slots; s++) {
    router.setReceiver(s, { receive: batch => void got[s]!.push(...read(batch)) });
  }
  const wire = (...pairs: [number, number][]) =>
    router.setFanOut(
      compileFanOut(
        pairs.map(([from, to]) => ({ from, to })),
        table.size,
      ),
    );
  return { table, ring, router, got, failures, loops, scheduled, paused, wire };
}

function read(batch: EventBatch): Got[] {
  const out: Got[] = [];
  for (let i = batch.start; i < batch.end; i++) {
    out.push({ local: batch.locals[i]!, value: batch.values[i]!, seq: batch.seqs[i]! });
  }
  return out;
}

describe('Router', () => {
  it('gives a value to every target, once per pair', () => {
    const { router, got, wire } = bench(3, 2);
    wire([0, 2], [0, 4], [0, 5], [0, 4]);
    router.push(0, 0.25, 0);
    router.drain();
    expect(got[1]!.map(e => [e.local, e.value])).toEqual([[0, 0.25]]);
    expect(got[2]!.map(e => [e.local, e.value])).toEqual([
      [0, 0.25],
      [1, 0.25],
    ]);
  });

  it('asks once to be run, however many events come', () => {
    const { router, scheduled, wire } = bench(2, 1);
    wire([0, 1]);
    router.push(0, 0.1, 0);
    router.push(0, 0.2, 0);
    expect(scheduled).toHaveLength(1);
    scheduled[0]!();
    router.push(0, 0.3, 0);
    expect(scheduled).toHaveLength(2);
  });

  it('keeps the order of events per source and per target', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 30 }),
        fc.array(fc.nat(5), { maxLength: 300 }),
        (wires, events) => {
          const { router, got, wire } = bench(4, 6);
          wire(...wires.map(([a, b]) => [a, 6 + b * 3] as [number, number]));
          const sent = events.map((channel, i) => ({ channel, value: i / 1000 }));
          for (const { channel, value } of sent) router.push(channel, value, 0);
          router.drain();
          for (let target = 6; target < 24; target++) {
            const sources = new Set(wires.filter(([, b]) => 6 + b * 3 === target).map(([a]) => a));
            const wanted = sent.filter(e => sources.has(e.channel)).map(e => e.value);
            const slot = Math.floor(target / 6);
            expect(got[slot]!.filter(e => e.local === target % 6).map(e => e.value)).toEqual(wanted);
          }
        },
      ),
    );
  });

  it('routes a chain of 200 hops in one go', () => {
    const { router, ring, wire, table, loops } = bench(201, 1);
    wire(...Array.from({ length: 200 }, (_, i) => [i, i + 1] as [number, number]));
    for (let s = 1; s <= 200; s++) {
      router.setReceiver(s, { receive: b => router.push(s, b.values[b.start]!, b.seqs[b.start]!) });
    }
    router.push(0, 0.5, 0);
    router.drain();
    expect(table.value[200]).toBe(0.5);
    expect(ring.chain(ring.last, 1000).length).toBe(401);
    expect(loops).toEqual([]);
  });

  it('names the wires of a loop and comes to rest', () => {
    const { router, wire, loops } = bench(3, 1);
    wire([0, 1], [1, 2], [2, 1]);
    for (const s of [1, 2]) {
      router.setReceiver(s, { receive: b => router.push(s, b.values[b.start]!, b.seqs[b.start]!) });
    }
    router.push(0, 1, 0);
    router.drain();
    expect(router.idle).toBe(true);
    expect(loops).toHaveLength(1);
    const pairs = loops[0]!.map(w => `${w.from}>${w.to}`).sort();
    expect(pairs).toEqual(['1>2', '2>1']);
  });

  it('finds the cause of events that are emitted without one while receiving', () => {
    const { router, ring, wire } = bench(3, 1);
    wire([0, 1], [1, 2]);
    router.setReceiver(1, { receive: () => router.push(1, 0.7, 0) });
    router.push(0, 0.4, 0);
    router.drain();
    expect(ring.chain(ring.last, 10).map(e => [e.channel, e.out])).toEqual([
      [0, false],
      [1, true],
      [1, false],
      [2, true],
    ]);
  });

  it('loses only the events of an instance that throws', () => {
    const { router, got, failures, wire } = bench(3, 1);
    wire([0, 1], [0, 2]);
    router.setReceiver(1, {
      receive: () => {
        throw new Error('broken');
      },
    });
    router.push(0, 1, 0);
    router.drain();
    expect(failures).toEqual([{ slot: 1, count: 1 }]);
    expect(got[2]).toHaveLength(1);
    expect(router.dropped).toBe(1);
  });

  it('keeps the newest value of each channel when the queue is full, and counts the others', () => {
    const { router, got, wire } = bench(2, 4, 8);
    wire([0, 4], [1, 5], [2, 6]);
    for (let i = 0; i < 100; i++) router.push(i % 3, i / 100, 0);
    router.drain();
    router.drain();
    const last = (local: number) => got[1]!.findLast(e => e.local === local)?.value;
    expect([last(0), last(1), last(2)]).toEqual([0.99, 0.97, 0.98]);
    expect(got[1]!.length).toBe(8 + 3);
    expect(router.coalesced).toBe(100 - 8 - 3);
    expect(got[1]!.slice(0, 8).map(e => e.value)).toEqual([0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07]);
  });

  it('pauses in a flood that feeds itself, and goes on afterwards', () => {
    const { router, paused, wire } = bench(2, 1);
    wire([0, 1]);
    let left = 400_000;
    router.setReceiver(1, { receive: () => void (left-- > 0 && router.push(0, 0.5, Infinity)) });
    router.push(0, 0.5, 0);
    router.drain();
    expect(paused).toHaveLength(1);
    while (paused.length > 0) paused.shift()!();
    expect(left).toBeLessThanOrEqual(0);
    expect(router.idle).toBe(true);
  });

  it('hands a full outbox over in the middle of an iteration', () => {
    const { router, got, wire } = bench(2, 1);
    wire([0, 1]);
    for (let i = 0; i < 10_000; i++) router.push(0, i / 10_000, 0);
    router.drain();
    expect(got[1]!.map(e => e.value)).toEqual(Array.from({ length: 10_000 }, (_, i) => i / 10_000));
  });
});

describe('values from outside the patch', () => {
  it('are delivered in order, over no wire but to their channel, and remembered with their time', () => {
    const { router, ring, got, wire, table } = bench(3, 2);
    wire([2, 4]);
    router.write(2, 0.25);
    router.write(5, 0.5);
    router.write(2, 0.75);
    expect(got[1]).toEqual([]);
    router.deliver();
    router.drain();
    expect(got.map(one => one.map(e => [e.local, e.value, e.seq]))).toEqual([
      [],
      [
        [0, 0.25, 2],
        [0, 0.75, 6],
      ],
      [[1, 0.5, 4]],
    ]);
    expect(table.value[2]).toBe(0.75);
    expect(ring.read(6)).toMatchObject({ channel: 2, out: true, value: 0.75, cause: 5 });
    expect(ring.read(5)).toMatchObject({ channel: 2, out: false, value: 0.75, cause: 0 });
    expect(router.routed).toBe(6);
  });

  it('are more than an outbox holds, and lead to further events', () => {
    const { router, got, wire } = bench(2, 1);
    wire([1, 0]);
    router.setReceiver(1, {
      receive: ({ values, seqs, start, end }) => {
        for (let i = start; i < end; i++) router.push(1, values[i]!, seqs[i]!);
      },
    });
    for (let i = 0; i < 2000; i++) router.write(1, i / 2000);
    router.deliver();
    router.drain();
    expect(got[0]!.map(e => e.value)).toEqual(Array.from({ length: 2000 }, (_, i) => i / 2000));
  });

  it('do not stop where an instance fails', () => {
    const { router, got, failures } = bench(2, 1);
    router.setReceiver(0, {
      receive: () => {
        throw new Error('broken');
      },
    });
    router.write(0, 0.5);
    router.write(1, 0.5);
    router.deliver();
    expect(failures).toEqual([{ slot: 0, count: 1 }]);
    expect(got[1]).toHaveLength(1);
  });
});

it('HOP_LIMIT leaves room for long chains of scripts', () => expect(HOP_LIMIT).toBeGreaterThan(200));
