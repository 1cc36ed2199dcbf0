import { describe, expect, it } from 'vitest';
import { resample } from './resample.ts';

const tone = (hz: number, rate: number, length: number) =>
  Float64Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));

/** Largest difference, but for the ends. */
function worst(result: Float64Array, wanted: (i: number) => number, margin: number): number {
  let most = 0;
  for (let i = margin; i < result.length - margin; i++)
    most = Math.max(most, Math.abs(result[i]! - wanted(i)));
  return most;
}

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
    expect(worst(result, i => wanted[i]!, 1000)).toBeLessThan(1e-4);
  });

  it('removes what the lower rate cannot hold', () => {
    const result = resample(tone(15_000, 44_100, 20_000), 44_100, 22_050);
    expect(worst(result, () => 0, 500)).toBeLessThan(1e-4);
  });
});
