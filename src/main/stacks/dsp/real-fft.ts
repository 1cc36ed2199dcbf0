import { ComplexFft } from './complex-fft.ts';

/** An FFT of real input by a complex one of half the size. Spectra have size / 2 + 1 bins. */
export class RealFft {
  readonly bins: number;
  readonly #half: ComplexFft;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  /** `size` is a power of two, at least 4. */
  constructor(readonly size: number) {
    const half = size / 2;
    this.bins = half + 1;
    this.#half = new ComplexFft(half);
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
    this.#cos = Float64Array.from({ length: half + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: half + 1 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  }

  /** Spectrum of `input` (at least `size` samples; later ones are not looked at). */
  forward(input: Float64Array, re: Float64Array, im: Float64Array): void {
    const half = this.size / 2;
    const zr = this.#re;
    const zi = this.#im;
    for (let i = 0; i < half; i++) {
      zr[i] = input[2 * i] as number;
      zi[i] = input[2 * i + 1] as number;
    }
    this.#half.forward(zr, zi);
    for (let k = 0; k <= half; k++) {
      const a = k === half ? 0 : k;
      const b = k === 0 ? 0 : half - k;
      const evenRe = ((zr[a] as number) + (zr[b] as number)) / 2;
      const evenIm = ((zi[a] as number) - (zi[b] as number)) / 2;
      const oddRe = ((zi[a] as number) + (zi[b] as number)) / 2;
      const oddIm = ((zr[b] as number) - (zr[a] as number)) / 2;
      const c = this.#cos[k] as number;
      const s = this.#sin[k] as number;
      re[k] = evenRe + c * oddRe + s * oddIm;
      im[k] = evenIm + c * oddIm - s * oddRe;
    }
  }

  /** The real signal of a spectrum, scaled by 1 / size so that it undoes `forward`. */
  inverse(re: Float64Array, im: Float64Array, output: Float64Array): void {
    const half = this.size / 2;
    const zr = this.#re;
    const zi = this.#im;
    for (let k = 0; k < half; k++) {
      const m = half - k;
      const sumRe = (re[k] as number) + (re[m] as number);
      const sumIm = (im[k] as number) - (im[m] as number);
      const difRe = (re[k] as number) - (re[m] as number);
      const difIm = (im[k] as number) + (im[m] as number);
      const c = this.#cos[k] as number;
      const s = this.#sin[k] as number;
      zr[k] = sumRe - (s * difRe + c * difIm);
      zi[k] = sumIm + (c * difRe - s * difIm);
    }
    // Swapped arrays turn the forward transform into the inverse one.
    this.#half.forward(zi, zr);
    const scale = 1 / this.size;
    for (let i = 0; i < half; i++) {
      output[2 * i] = (zr[i] as number) * scale;
      output[2 * i + 1] = (zi[i] as number) * scale;
    }
  }
}

/** The least power of two that is not below `n`. */
export function powerOfTwo(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, n)));
}
