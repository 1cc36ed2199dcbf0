import { ChannelTable } from '../../src/main/core/channel-table.ts';
import { EventRing } from '../../src/main/core/event-ring.ts';
import { compileFanOut } from '../../src/main/core/fan-out.ts';
import { BOX } from '../../src/main/core/outbox.ts';
import { Router } from '../../src/main/core/router.ts';
import { SystemClock } from '../../src/main/threads/system-clock.ts';
import { best, type Row } from './row.ts';

const BATCH = 100;
const INSTANCES = 8;

/** Route events through `mappings` wires spread over eight instances; sources are drawn in a fixed shuffled order. */
function setUp(mappings: number) {
  const table = new ChannelTable();
  const half = mappings;
  for (let c = 0; c < half * 2; c++)
    table.intern(`i${c % INSTANCES}`, `c${c}`, c % INSTANCES, Math.floor(c / INSTANCES));
  const wires = Array.from({ length: mappings }, (_, i) => ({ from: i, to: half + ((i * 7919) % half) }));
  const fanOut = compileFanOut(wires, table.size);
  const order = Int32Array.from({ length: 1 << 16 }, (_, i) => (i * 104_729) % half);
  return { table, fanOut, order };
}

function routed(mappings: number, events: number): number {
  const { table, fanOut, order } = setUp(mappings);
  const router = new Router({
    table,
    ring: new EventRing(1 << 16),
    clock: new SystemClock(),
    schedule: () => undefined,
    pause: () => undefined,
    onReceiveFailed: () => undefined,
    onTooManyHops: () => undefined,
  });
  router.setFanOut(fanOut);
  const seen = new Float64Array(mappings * 2);
  for (let s = 0; s < INSTANCES; s++) {
    router.setReceiver(s, {
      receive: batch => {
        for (let i = batch.start; i < batch.end; i++)
          seen[batch.locals[i] as number] = batch.values[i] as number;
      },
    });
  }
  const start = performance.now();
  for (let n = 0; n < events; n += BATCH) {
    for (let i = 0; i < BATCH; i++) router.push(order[(n + i) & 0xffff] as number, 0.5, 0);
    router.drain();
  }
  return events / (performance.now() - start);
}

/**
 * The same wires, the same order of events and the same arrays, with nothing but the loads and stores that moving a
 * value to its instance's box needs: no history, no causes, no clock, no guard against a full queue or a failing
 * instance.
 */
function bare(mappings: number, events: number): number {
  const { table, fanOut, order } = setUp(mappings);
  const { offsets, targets } = fanOut;
  const { value: last, owner, local } = table;
  const queue = new Int32Array(BATCH);
  const queued = new Float64Array(BATCH);
  const boxLocals = new Int32Array(INSTANCES * BOX);
  const boxValues = new Float64Array(INSTANCES * BOX);
  const counts = new Int32Array(INSTANCES);
  const seen = new Float64Array(mappings * 2);
  const start = performance.now();
  for (let n = 0; n < events; n += BATCH) {
    for (let i = 0; i < BATCH; i++) {
      queue[i] = order[(n + i) & 0xffff] as number;
      queued[i] = 0.5;
    }
    for (let i = 0; i < BATCH; i++) {
      const channel = queue[i] as number;
      const v = queued[i] as number;
      last[channel] = v;
      const end = offsets[channel + 1] as number;
      for (let k = offsets[channel] as number; k < end; k++) {
        const target = targets[k] as number;
        last[target] = v;
        const slot = owner[target] as number;
        const count = counts[slot] as number;
        boxLocals[slot * BOX + count] = local[target] as number;
        boxValues[slot * BOX + count] = v;
        counts[slot] = count + 1;
      }
    }
    for (let s = 0; s < INSTANCES; s++) {
      const end = s * BOX + (counts[s] as number);
      for (let i = s * BOX; i < end; i++) seen[boxLocals[i] as number] = boxValues[i] as number;
      counts[s] = 0;
    }
  }
  return events / (performance.now() - start);
}

/** Routing rate against a bare loop over the same arrays. */
export function benchRouter(): Row[] {
  return [1000, 100_000].map(mappings => {
    const events = 5_000_000;
    const baseline = best(5, () => bare(mappings, events));
    const value = best(5, () => routed(mappings, events));
    return {
      name: `routing, ${mappings.toLocaleString('en')} mappings`,
      value: value / 1000,
      unit: 'M events/s',
      baseline: baseline / 1000,
      baselineName: 'bare loop over the same arrays',
      ratio: value / baseline,
      target: '>= 0.5',
    };
  });
}
