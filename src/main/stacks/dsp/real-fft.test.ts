import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { RealFft } from './real-fft.ts';

function slowSpectrum(x: Float64Array, k: number): readonly [number, number] {
  let re = 0;
  let im = 0;
  x.forEach((value, n) => {
    re += value * Math.cos((2 * Math.PI * k * n) / x.length);
    im -= value * Math.sin((2 * Math.PI * k * n) / x.length);
  });
  return [re, im];
}

describe('RealFft', () => {
  it.each([4, 8, 16, 32, 64, 256, 512])('of size %i equals the sum of its definition', size => {
    const random = new Random(size);
    const x = Float64Array.from({ length: size }, () => random.uniform(-1, 1));
    const fft = new RealFft(size);
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    fft.forward(x, re, im);
    for (let k = 0; k < fft.bins; k++) {
      const [expectedRe, expectedIm] = slowSpectrum(x, k);
      expect(re[k]).toBeCloseTo(expectedRe, 9);
      expect(im[k]).toBeCloseTo(expectedIm, 9);
    }
  });

  it.each([4, 8, 2048, 4096])('of size %i is undone by its inverse', size => {
    const random = new Random(7);
    const x = Float64Array.from({ length: size }, () => random.uniform(-1, 1));
    const fft = new RealFft(size);
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    const back = new Float64Array(size);
    fft.forward(x, re, im);
    fft.inverse(re, im, back);
    for (let i = 0; i < size; i++) expect(back[i]).toBeCloseTo(x[i]!, 12);
  });
});
