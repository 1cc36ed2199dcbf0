import { describe, expect, it } from 'vitest';
import { resample } from './resample.ts';

const tone = (hz: number, rate: number, length: number) =>
  Float64Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));

describe('resample', () => {
  it.each([
    [44_100, 48_000],
    [48_000, 44_100],
    [44_100, 22_050],
    [8000, 44_100],
    [44_100, 44_101],
  ])('keeps a tone from %i to %i Hz', (from, to) => {
    const result = resample(tone(1000, from, from / 2), from, to);
    const wanted = tone(1000, to, to / 2);
    expect(Math.abs(result.length - wanted.length)).toBeLessThanOrEqual(1);
    for (let i = 1000; i < result.length - 1000; i++)
      expect(Math.abs(result[i]! - wanted[i]!)).toBeLessThan(1e-4);
  });
  it('removes what the lower rate cannot hold', () => {
    const result = resample(tone(15_000, 44_100, 20_000), 44_100, 22_050);
    for (let i = 500; i < result.length - 500; i++) expect(Math.abs(result[i]!)).toBeLessThan(1e-4);
  });
});
