import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MergeSource, type MergeMode, UniverseMerger } from './merge.ts';
import { isLate } from './sequence.ts';

const held = new Uint8Array(512);

function merger(mode: MergeMode, ...keys: string[]) {
  const merged = new UniverseMerger(mode, 4, key => new MergeSource(key));
  const sources = keys.map(key => merged.join(key)!);
  return { merged, sources, first: (n: number) => [...merged.merge(held).subarray(0, n)] };
}

describe('UniverseMerger', () => {
  it('takes the highest of equal priority, or the latest change', () => {
    const htp = merger('htp', 'a', 'b');
    const ltp = merger('ltp', 'a', 'b');
    for (const { merged, sources } of [htp, ltp]) {
      merged.update(sources[0]!, Uint8Array.of(200, 10), 0, 2, 100);
      merged.update(sources[1]!, Uint8Array.of(100, 20), 0, 2, 100);
    }
    expect(htp.first(2)).toEqual([200, 20]);
    expect(ltp.first(2)).toEqual([100, 20]);
    ltp.merged.update(ltp.sources[0]!, Uint8Array.of(200, 30), 0, 2, 100);
    expect(ltp.first(2)).toEqual([100, 30]);
  });
  it('lets the higher priority win slot by slot', () => {
    const { merged, sources, first } = merger('htp', 'a', 'b');
    merged.update(sources[0]!, Uint8Array.of(200, 200), 0, 2, 100);
    merged.update(sources[1]!, Uint8Array.of(1, 1), 0, 2, 150);
    sources[1]!.priorities[1] = 50;
    expect(first(2)).toEqual([1, 200]);
  });
  it('holds what nobody sends any more', () => {
    const { merged, sources } = merger('htp', 'a');
    merged.update(sources[0]!, Uint8Array.of(7), 0, 1, 100);
    expect([...merged.merge(Uint8Array.of(1, 2, 3)).subarray(0, 3)]).toEqual([7, 2, 3]);
  });
  it('refuses too many and expires the silent', () => {
    const { merged, sources } = merger('htp', 'a', 'b', 'c', 'd');
    expect(merged.join('e')).toBeUndefined();
    sources[2]!.seen = 50;
    expect(merged.expire(10)).toBe(true);
    expect(merged.sources).toEqual([sources[2]]);
    expect(merged.expire(10)).toBe(false);
  });
  it('gives the maximum of all whatever their order (htp)', () => {
    const level = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 4 }), levels => {
        const { merged, sources, first } = merger('htp', ...levels.map(String));
        levels.forEach((one, i) => {
          const source = sources[i];
          if (source) merged.update(source, Uint8Array.of(one), 0, 1, 100);
        });
        expect(first(1)).toEqual([Math.max(...levels)]);
      }),
    );
  });
});

describe('isLate', () => {
  it.each([
    [5, 6, false],
    [255, 0, false],
    [5, 5, true],
    [5, 4, true],
    [0, 255, true],
    [30, 11, true],
    [30, 10, false],
    [10, 137, false],
  ])('after %i comes %i: %s', (last, next, late) => expect(isLate(last, next)).toBe(late));
});
