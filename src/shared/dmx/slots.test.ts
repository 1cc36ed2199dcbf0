import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSlots, slotChannel, slotName, suggestSlots } from './slots.ts';

const slot = fc.integer({ min: 0, max: 511 });

describe('slot channels', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(slot, fc.option(slot), (coarse, second) => {
        fc.pre(second !== coarse);
        const channel = { coarse, fine: second ?? -1 };
        expect(parseSlots(slotName(channel))).toEqual(channel);
      }),
    );
  });
  it('has one spelling for each channel', () => expect(slotName(slotChannel('a', '007+08'))).toBe('7+8'));
  it.each(['', '0', '513', '1+1', '1+', '+1', '1+0', '1+513', 'x', '1.5', '-1', '1 + 2'])(
    'refuses %j',
    text => {
      expect(typeof parseSlots(text)).toBe('string');
      expect(() => slotChannel('rig', text)).toThrow(/Instance "rig" has no channel/);
    },
  );
  it('suggests slots by their digits, and the neighbour as fine slot', () => {
    expect(suggestSlots('51', 9, true, true).map(c => c.name)).toEqual(['51', '510', '511', '512']);
    expect(suggestSlots('12+', 2, true, true).map(c => c.name)).toEqual(['12+13', '12+14']);
    expect(suggestSlots('bogus', 9, true, true)).toEqual([]);
  });
});
