import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MonitorEvent } from '../../shared/contract/calls/monitor.ts';
import type { Link } from '../link/link.ts';
import { createMonitorStore, setPaused } from './monitor-store.ts';

const event = (seq: number): MonitorEvent => ({
  seq,
  time: 0,
  channel: 0,
  direction: 'in',
  value: 0,
  cause: 0,
});

/** A link whose engine answers with the events of its ring when it is let. */
function bench() {
  const listeners = new Map<string, (payload: unknown) => void>();
  const opened: (() => void)[] = [];
  let ring: MonitorEvent[] = [];
  const link = {
    on: (name: string, listener: (payload: unknown) => void) => void listeners.set(name, listener),
    onOpen: (listener: () => void) => void opened.push(listener),
    call: (name: string) => (name === 'monitor.events' ? Promise.resolve(ring) : Promise.reject(new Error())),
  } as unknown as Link;
  const store = createMonitorStore(link);
  return {
    link,
    store,
    open: () => opened.forEach(listener => listener()),
    hold: (...seqs: number[]) => (ring = seqs.map(event)),
    batch: (...seqs: number[]) => listeners.get('monitor.batch')?.({ events: seqs.map(event), skipped: 0 }),
    seqs: () => store.getState().events.map(one => one.seq),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the list of events', () => {
  it('holds each event once, also when it was filled while some were on their way', async () => {
    const { store, link, batch, hold, seqs } = bench();
    hold(1, 2, 3);
    batch(2, 3);
    setPaused(store, link, false);
    await vi.advanceTimersByTimeAsync(1000);
    batch(4);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });
  it('stands still while paused, and counts what came', async () => {
    const { store, link, batch, seqs } = bench();
    batch(1);
    await vi.advanceTimersByTimeAsync(1000);
    batch(2);
    setPaused(store, link, true);
    batch(3, 4);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seqs()).toEqual([1]);
    expect(store.getState().held).toBe(3);
  });
  it('keeps nothing of an engine that is gone', async () => {
    const { batch, open, seqs } = bench();
    batch(7, 8);
    open();
    await vi.advanceTimersByTimeAsync(1000);
    batch(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seqs()).toEqual([1]);
  });
});
