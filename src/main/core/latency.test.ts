import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LatencyHistogram } from './latency.ts';

it('finds a percentile within a bucket of 19 %', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.002, max: 5000, noNaN: true }), { minLength: 1 }), times => {
      const histogram = new LatencyHistogram();
      for (const ms of times) histogram.add(ms, 1);
      const sorted = [...times].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(times.length * 0.99) - 1] ?? 0;
      expect(histogram.percentile(0.99) / exact).toBeGreaterThan(0.99);
      expect(histogram.percentile(0.99) / exact).toBeLessThan(1.2);
    }),
  );
});

it('weighs by events and starts anew when cleared', () => {
  const histogram = new LatencyHistogram();
  histogram.add(0.1, 1000);
  histogram.add(50, 5);
  expect(histogram.percentile(0.99)).toBeLessThan(0.13);
  histogram.clear();
  expect(histogram.percentile(0.99)).toBe(0);
});
