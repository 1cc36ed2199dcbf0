import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../dsp/random.ts';
import type { Sound } from '../sound.ts';
import { decodeFlac } from './decode-flac.ts';
import { encodeFlac } from './encode-flac.ts';

function soundOf(channels: number, length: number, bits: number, kind: 'noise' | 'tone' | 'still'): Sound {
  const random = new Random(length + channels);
  const scale = 2 ** (bits - 1);
  const make = (c: number) =>
    Float64Array.from({ length }, (_, i) => {
      const tone = Math.sin(i * 0.05 * (1 + c / 10)) * 0.7;
      const value = kind === 'noise' ? random.uniform(-1, 1) : kind === 'tone' ? tone : 0.25;
      // Whole numbers have no -0: adding 0 makes it 0.
      return Math.max(-scale, Math.min(scale - 1, Math.round(value * scale))) / scale + 0;
    });
  return { rate: 44_100, channels: Array.from({ length: channels }, (_, c) => make(c)) };
}

describe('FLAC', () => {
  it('gives back every sample, for any size, channels, bits and kind of sound', () => {
    const kinds = fc.constantFrom('noise' as const, 'tone' as const, 'still' as const);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 6000 }),
        fc.constantFrom(16 as const, 24 as const),
        kinds,
        (channels, length, bits, kind) => {
          const sound = soundOf(channels, length, bits, kind);
          const back = decodeFlac(encodeFlac(sound, bits));
          expect(back.rate).toBe(sound.rate);
          const same = back.channels.map((c, i) => c.every((value, n) => value === sound.channels[i]![n]));
          expect([back.channels.length, back.channels[0]!.length]).toEqual([channels, length]);
          expect(same).not.toContain(false);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('makes a tone much smaller', () => {
    const sound = soundOf(1, 44_100, 16, 'tone');
    expect(encodeFlac(sound, 16).length).toBeLessThan(44_100 * 0.8);
  });

  it('uses what two channels have in common', () => {
    const [left] = soundOf(1, 20_000, 16, 'noise').channels as [Float64Array];
    const both = encodeFlac({ rate: 44_100, channels: [left, left.slice()] }, 16);
    const one = encodeFlac({ rate: 44_100, channels: [left] }, 16);
    expect(both.length).toBeLessThan(one.length * 1.1);
  });

  it('says what is wrong with bytes that were damaged, and never hangs', () => {
    const whole = encodeFlac(soundOf(2, 5000, 16, 'tone'), 16);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const damaged = whole.slice();
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          try {
            decodeFlac(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(() => decodeFlac(whole.subarray(0, 2000))).toThrow(RangeError);
    expect(() => decodeFlac(new Uint8Array(3))).toThrow('no FLAC');
  });
});
