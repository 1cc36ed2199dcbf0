import { describe, expect, it } from 'vitest';
import { encodeValues } from '../../shared/contract/values.ts';
import { LiveValues } from './live-values.ts';

function manual() {
  const waiting: (() => void)[] = [];
  const live = new LiveValues(paint => waiting.push(paint));
  const paint = () => waiting.splice(0).forEach(one => one());
  return { live, paint, waiting };
}

describe('LiveValues', () => {
  it('tells a watcher once per picture, with the newest value', () => {
    const { live, paint, waiting } = manual();
    const heard: number[] = [];
    live.watch(3, value => heard.push(value));
    live.take(encodeValues([3, 3, 4], [0.25, 0.5, 1], 3));
    expect(waiting).toHaveLength(1);
    paint();
    expect(heard).toEqual([0.5]);
    expect(live.get(4)).toBe(1);
  });
  it('counts the arrival of an unchanged value as activity', () => {
    const { live, paint } = manual();
    let times = 0;
    live.watch(0, () => times++);
    live.set(0, 1);
    paint();
    live.set(0, 1);
    paint();
    expect(times).toBe(2);
  });
  it('does not let an echo pull a moved control back, and shows the last word when the hand rests', () => {
    const timers: (() => void)[] = [];
    const live = new LiveValues(
      () => undefined,
      work => void timers.push(work),
    );
    live.move(1, 0.1);
    live.move(1, 0.2);
    live.take(encodeValues([1, 2], [0.1, 0.5], 2));
    expect([live.get(1), live.get(2)].map(v => v.toFixed(1))).toEqual(['0.2', '0.5']);
    live.take(encodeValues([1], [0.75], 1));
    timers.shift()?.();
    expect(live.get(1).toFixed(1)).toBe('0.2');
    timers.shift()?.();
    expect(live.get(1)).toBe(0.75);
    live.take(encodeValues([1], [0.25], 1));
    expect(live.get(1)).toBe(0.25);
  });
  it('grows, but not for a damaged frame', () => {
    const { live } = manual();
    live.set(5000, 0.5);
    expect(live.get(5000)).toBe(0.5);
    live.take(encodeValues([0xffffffff], [1], 1));
    expect(live.get(0xffffffff)).toBeNaN();
  });
  it('forgets watchers that went', () => {
    const { live, paint } = manual();
    let times = 0;
    live.watch(1, () => times++)();
    live.set(1, 1);
    paint();
    expect(times).toBe(0);
  });
  it('shows no value of an engine that is gone', () => {
    const { live, paint } = manual();
    const heard: number[] = [];
    live.watch(3, value => heard.push(value));
    live.set(3, 0.5);
    live.set(4, 0.25);
    paint();
    live.clear();
    paint();
    expect(heard).toEqual([0.5, NaN]);
    expect(live.get(4)).toBeNaN();
  });
});
