import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quantise } from '../audio/quantise.ts';
import { type Band, butterworth, gainAt } from './butterworth.ts';
import { filterBothWays, filterOnce } from './cascade-filter.ts';
import { Random } from './random.ts';

interface Case {
  readonly type: Band['type'];
  readonly order: number;
  readonly f: readonly number[];
  readonly zero_phase: boolean;
  /** Base64 of 16-bit integers, little-endian. */
  readonly output: string;
}
const file = new URL('../testing/scipy/expectations.json', import.meta.url);
const expected = JSON.parse(readFileSync(file, 'utf8')) as { rate: number; noise: number[]; filters: Case[] };

/** The same signal as in make-expectations.py. */
function makeSignal(): Float64Array {
  let state = 1;
  return Float64Array.from({ length: 400 }, (_, i) => {
    state = Number((BigInt(state) * 1103515245n + 12345n) % 2147483648n);
    return (Math.round(9000 * Math.sin((i * i) / 900)) + ((state >> 16) % 8001) - 4000) / 32768;
  });
}

function bandOf({ type, f }: Case): Band {
  const [low, high] = f as [number, number];
  return type === 'low' || type === 'high' ? { type, cut: low } : { type, low, high };
}

describe('filters', () => {
  it.each(expected.filters)(
    '$type of order $order at $f, zero phase $zero_phase, are those of scipy',
    one => {
      const cascade = butterworth(one.order, bandOf(one), expected.rate);
      const run = one.zero_phase ? filterBothWays : filterOnce;
      const output = [...run(cascade, makeSignal())].map(value => quantise(value, 16));
      const wanted = Buffer.from(one.output, 'base64');
      const worst = Math.max(...output.map((value, i) => Math.abs(value - wanted.readInt16LE(2 * i))));
      expect(worst).toBeLessThanOrEqual(1);
    },
  );

  it('are 3 dB down at their cut-offs', () => {
    const cascade = butterworth(5, { type: 'band', low: 300, high: 3000 }, 44_100);
    for (const hz of [300, 3000]) expect(gainAt(cascade, hz, 44_100)).toBeCloseTo(Math.SQRT1_2, 9);
  });

  it('take a signal of one sample', () => {
    const cascade = butterworth(4, { type: 'low', cut: 100 }, 44_100);
    expect(filterBothWays(cascade, Float64Array.of(0.5)).length).toBe(1);
  });
});

describe('noise', () => {
  it('of a seed is that of numpy', () => {
    const random = new Random(1);
    for (const value of expected.noise) expect(random.uniform(-0.98, 0.98)).toBeCloseTo(value, 12);
  });
});
