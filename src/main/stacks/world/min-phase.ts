import { RealFft } from '../dsp/real-fft.ts';

/** Turns power spectra into responses of minimum phase, by the cepstrum (Oppenheim and Schafer). */
export class MinimumPhase {
  readonly fft: RealFft;
  /** The response's spectrum after `shape`. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #work: Float64Array;
  readonly #zeros: Float64Array;

  constructor(size: number) {
    this.fft = new RealFft(size);
    this.re = new Float64Array(this.fft.bins);
    this.im = new Float64Array(this.fft.bins);
    this.#work = new Float64Array(size);
    this.#zeros = new Float64Array(this.fft.bins);
  }

  /** Compute the spectrum of the response whose power is `power` (positive). */
  shape(power: Float64Array): void {
    const { fft, re, im } = this;
    const work = this.#work;
    for (let k = 0; k < fft.bins; k++) re[k] = Math.log(power[k] as number) / 2;
    fft.inverse(re, this.#zeros, work);
    const half = fft.size / 2;
    for (let i = 1; i < half; i++) work[i] = (work[i] as number) * 2;
    work.fill(0, half + 1);
    fft.forward(work, re, im);
    for (let k = 0; k < fft.bins; k++) {
      const size = Math.exp(re[k] as number);
      const phase = im[k] as number;
      re[k] = size * Math.cos(phase);
      im[k] = size * Math.sin(phase);
    }
  }
}
