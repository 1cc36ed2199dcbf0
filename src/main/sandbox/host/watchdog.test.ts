import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ControlBlock } from '../link/control-block.ts';
import { Watchdog } from './watchdog.ts';

const limits = { blockMs: 500, softMs: 250, hardMs: 1000, loadMs: 2000 };
let control: ControlBlock;
let did: string[];
let watchdog: Watchdog;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  control = new ControlBlock(new SharedArrayBuffer(ControlBlock.BYTES));
  did = [];
  watchdog = new Watchdog(control, limits, {
    cut: () => did.push('cut'),
    interrupt: () => did.push('interrupt'),
    kill: instance => did.push(`kill ${instance}`),
  });
});
afterEach(() => {
  watchdog.stop();
  vi.useRealTimers();
});

it('interrupts, then ends what goes on', () => {
  control.set('busy', 7);
  control.raise('beat');
  vi.advanceTimersByTime(240);
  expect(did).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(new Set(did)).toEqual(new Set(['interrupt']));
  vi.advanceTimersByTime(800);
  expect(did).toContain('kill 7');
});

it('does nothing while calls come and go', () => {
  control.set('busy', 7);
  for (let i = 0; i < 50; i++) {
    control.raise('beat');
    vi.advanceTimersByTime(100);
  }
  control.set('busy', 0);
  vi.advanceTimersByTime(5000);
  expect(did).toEqual([]);
});

it('cuts a call that waits, and gives more time to loading', () => {
  control.set('busy', 7);
  control.set('callState', 1);
  control.set('loading', 1);
  control.raise('beat');
  vi.advanceTimersByTime(1900);
  expect(did).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(did).toContain('cut');
  expect(did).not.toContain('kill 7');
});

it('does not blame the guest for a computer that slept', () => {
  control.set('busy', 7);
  control.raise('beat');
  vi.advanceTimersByTime(40);
  const later = performance.now() + 3_600_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  vi.advanceTimersByTime(40);
  expect(did).toEqual([]);
});
