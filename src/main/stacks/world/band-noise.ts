import { RealFft } from '../dsp/real-fft.ts';
import { correctLow, FrameSpectrum, Smoother } from './spectrum.ts';

/** Hz between the centres of bands. */
export const BAND_STEP = 3000;
const HIGHEST_BAND = 15_000;
const TINY = 1e-12;

/** Measures the noise of one frame in bands; arrays are made once. */
export class BandNoise {
  readonly #spectrum: FrameSpectrum;
  readonly #smoother: Smoother;
  readonly #delay: Float64Array;
  readonly #smooth: Float64Array;
  readonly #weight: Float64Array;
  readonly #window: Float64Array;
  readonly #bandFft: RealFft;
  readonly #band: Float64Array;
  readonly #bandRe: Float64Array;
  readonly #bandIm: Float64Array;

  constructor(size: number, rate: number) {
    this.#spectrum = new FrameSpectrum(size, rate);
    const { bins } = this.#spectrum.fft;
    this.#smoother = new Smoother(bins, this.#spectrum.step, 2000);
    this.#delay = new Float64Array(bins);
    this.#smooth = new Float64Array(bins);
    this.#weight = new Float64Array(size);
    this.#window = nuttall(2 * Math.floor((BAND_STEP * size) / rate) + 1);
    this.#bandFft = new RealFft(2 ** Math.ceil(Math.log2(this.#window.length)));
    this.#band = new Float64Array(this.#bandFft.size);
    this.#bandRe = new Float64Array(this.#bandFft.bins);
    this.#bandIm = new Float64Array(this.#bandFft.bins);
  }

  /** Bands that a rate has room for. */
  static bandsAt(rate: number): number {
    return Math.max(0, Math.floor(Math.min(HIGHEST_BAND, rate / 2 - BAND_STEP) / BAND_STEP));
  }

  /** Write dB (0 or less) of each band. */
  measure(signal: Float64Array, at: number, f0: number, bands: Float32Array): void {
    this.#groupDelay(signal, at, f0);
    const { step } = this.#spectrum;
    for (let b = 0; b < bands.length; b++) {
      const centre = Math.floor((BAND_STEP * (b + 1)) / step);
      // A high voice has fewer harmonics in a band, which looks like less noise.
      bands[b] = Math.min(0, this.#bandLevel(centre) + (f0 - 100) / 50);
    }
  }

  /** The group delay without what the position of the pulses in the window does to it. */
  #groupDelay(signal: Float64Array, at: number, f0: number): void {
    const { rate, step, power } = this.#spectrum;
    const delay = this.#delay;
    const quarter = rate / f0 / 4;
    delay.fill(0);
    this.#addCentroid(signal, at - quarter, f0);
    this.#addCentroid(signal, at + quarter, f0);
    correctLow(delay, f0, step);
    this.#spectrum.cut(signal, at, f0, 4, 'hann');
    this.#spectrum.transform();
    correctLow(power, f0, step);
    this.#smoother.smooth(power, f0, power);
    for (let k = 0; k < delay.length; k++) delay[k] = (delay[k] as number) / ((power[k] as number) + TINY);
    this.#smoother.smooth(delay, f0 / 2, delay);
    this.#smoother.smooth(delay, f0, this.#smooth);
    for (let k = 0; k < delay.length; k++) delay[k] = (delay[k] as number) - (this.#smooth[k] as number);
  }

  /** Add the power of each bin times the time at which it lies, in samples. */
  #addCentroid(signal: Float64Array, at: number, f0: number): void {
    const { fft, frame, re, im } = this.#spectrum;
    const length = this.#spectrum.cut(signal, at, f0, 4, 'blackman');
    let energy = TINY;
    for (let i = 0; i < length; i++) energy += (frame[i] as number) ** 2;
    fft.forward(frame, re, im);
    const first = this.#smooth;
    const second = this.#weight.subarray(0, fft.bins);
    first.set(re);
    second.set(im);
    for (let i = 0; i < length; i++) frame[i] = (frame[i] as number) * (i + 1);
    fft.forward(frame, re, im);
    for (let k = 0; k < fft.bins; k++) {
      const product = (re[k] as number) * (first[k] as number) + (im[k] as number) * (second[k] as number);
      this.#delay[k] = (this.#delay[k] as number) + product / energy;
    }
  }

  /** dB of what a band's group delay holds beside its strongest components. */
  #bandLevel(centre: number): number {
    const window = this.#window;
    const half = (window.length - 1) / 2;
    const band = this.#band.fill(0);
    for (let i = 0; i < window.length; i++)
      band[i] = (this.#delay[centre - half + i] ?? 0) * (window[i] as number);
    this.#bandFft.forward(band, this.#bandRe, this.#bandIm);
    const boundary = Math.round((this.#bandFft.size * 8) / window.length);
    let total = TINY;
    const strongest = new Strongest(boundary + 1);
    for (let k = 0; k < this.#bandFft.bins; k++) {
      const power = (this.#bandRe[k] as number) ** 2 + (this.#bandIm[k] as number) ** 2;
      total += power;
      strongest.add(power);
    }
    return 10 * Math.log10(Math.max(TINY, total - strongest.sum()) / total);
  }
}

/** The largest few of many numbers, kept in order. */
class Strongest {
  readonly #values: Float64Array;
  constructor(count: number) {
    this.#values = new Float64Array(count);
  }
  add(value: number): void {
    const values = this.#values;
    if (value <= (values[0] as number)) return;
    let i = 0;
    for (; i + 1 < values.length && (values[i + 1] as number) < value; i++)
      values[i] = values[i + 1] as number;
    values[i] = value;
  }
  sum(): number {
    return this.#values.reduce((total, value) => total + value, 0);
  }
}

function nuttall(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const x = (2 * Math.PI * i) / (length - 1);
    return 0.355768 - 0.487396 * Math.cos(x) + 0.144232 * Math.cos(2 * x) - 0.012604 * Math.cos(3 * x);
  });
}
