import { expect, it } from 'vitest';
import { Backlog } from './backlog.ts';

const drained = (backlog: Backlog, most = Infinity) => {
  const taken: number[][] = [];
  backlog.drain((local, seq, value) => {
    if (taken.length >= most) return false;
    taken.push([local, seq, value]);
    return true;
  });
  return taken;
};

it('keeps the newest value of each channel, in the order in which the channels came', () => {
  const backlog = new Backlog();
  backlog.put(5, 1, 0.1);
  backlog.put(2, 2, 0.2);
  backlog.put(5, 3, 0.3);
  expect(backlog.coalesced).toBe(1);
  expect(drained(backlog)).toEqual([
    [5, 3, 0.3],
    [2, 2, 0.2],
  ]);
  expect(backlog.empty).toBe(true);
});

it('goes on where the reader stopped, and forgets dropped channels', () => {
  const backlog = new Backlog();
  for (let local = 0; local < 4; local++) backlog.put(local, local, local);
  expect(drained(backlog, 2)).toHaveLength(2);
  backlog.drop(3);
  backlog.drop(0);
  backlog.put(0, 9, 0.9);
  expect(drained(backlog)).toEqual([
    [2, 2, 2],
    [0, 9, 0.9],
  ]);
});
