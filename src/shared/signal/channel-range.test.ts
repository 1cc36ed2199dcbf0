import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandRange, MAX_RANGE } from './channel-range.ts';

const channels = (spec: string) => {
  const result = expandRange(spec);
  if (!result.ok) throw new Error(result.reason);
  return result.channels;
};
const reason = (spec: string) => {
  const result = expandRange(spec);
  return result.ok ? undefined : result.reason;
};

describe('expandRange', () => {
  it('leaves a plain channel as it is', () => {
    expect(channels('ch0.cc7')).toEqual(['ch0.cc7']);
    expect(channels('')).toEqual(['']);
  });
  it('counts up and down', () => {
    expect(channels('cc{1..3}')).toEqual(['cc1', 'cc2', 'cc3']);
    expect(channels('{3..1}x')).toEqual(['3x', '2x', '1x']);
  });
  it('keeps no leading zeros', () => expect(channels('{01..03}')).toEqual(['1', '2', '3']));
  it('lets the rightmost glob vary fastest', () => {
    expect(channels('{a,b}{1..3}')).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });
  it.each([
    ['{-2..2}', 'neither'],
    ['{a,}', 'empty member'],
    ['{abc}', 'neither'],
    ['{a,{1..2}}', 'inside another'],
    ['{1..3', 'not closed'],
    ['1..3}', 'no "{"'],
    [`{0..${MAX_RANGE}}`, 'more than'],
    ['{1..1000}{1..1000}', 'more than'],
  ])('refuses %s', (spec, words) => expect(reason(spec)).toContain(words));
  it('multiplies the counts of its globs', () => {
    const glob = fc.tuple(fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(glob, glob, ([a, b], [c, d]) => {
        const size = (Math.abs(a - b) + 1) * (Math.abs(c - d) + 1);
        expect(channels(`x{${a}..${b}}y{${c}..${d}}`)).toHaveLength(size);
      }),
    );
  });
  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), text => void expandRange(text)));
  });
});
