import { RealFft } from '../dsp/real-fft.ts';

export type WindowShape = 'hann' | 'blackman';

/** Arrays for the spectrum of one frame after another, made once. */
export class FrameSpectrum {
  readonly fft: RealFft;
  readonly frame: Float64Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly power: Float64Array;
  readonly #window: Float64Array;

  constructor(
    size: number,
    readonly rate: number,
  ) {
    this.fft = new RealFft(size);
    this.frame = new Float64Array(size);
    this.#window = new Float64Array(size);
    this.re = new Float64Array(this.fft.bins);
    this.im = new Float64Array(this.fft.bins);
    this.power = new Float64Array(this.fft.bins);
  }

  /** Hz between bins. */
  get step(): number {
    return this.rate / this.fft.size;
  }

  /**
   * Take `periods` periods of `f0` around sample `at` under a window, without offset. Beyond its ends the signal
   * stands still. Returns how many samples the window has.
   */
  cut(signal: Float64Array, at: number, f0: number, periods: number, shape: WindowShape): number {
    const { frame, rate } = this;
    const window = this.#window;
    const half = Math.min(Math.round((periods * rate) / f0 / 2), frame.length / 2 - 1);
    const length = 2 * half + 1;
    const origin = Math.round(at);
    const angle = (2 * Math.PI * f0) / (periods * rate);
    const last = signal.length - 1;
    let sum = 0;
    let windowSum = 0;
    // Cosines of evenly spaced angles follow from the two before.
    const turn = 2 * Math.cos(angle);
    let next = Math.cos(angle * (origin - half - at));
    let before = Math.cos(angle * (origin - half - 1 - at));
    for (let i = 0; i < length; i++) {
      const n = Math.max(0, Math.min(last, origin + i - half));
      const c = next;
      next = turn * c - before;
      before = c;
      const w = shape === 'hann' ? 0.5 + 0.5 * c : 0.42 + 0.5 * c + 0.08 * (2 * c * c - 1);
      window[i] = w;
      windowSum += w;
      sum += w * (signal[n] as number);
      frame[i] = w * (signal[n] as number);
    }
    const offset = sum / windowSum;
    for (let i = 0; i < length; i++) frame[i] = (frame[i] as number) - offset * (window[i] as number);
    frame.fill(0, length);
    return length;
  }

  /** The mean square of the window of the last cut, summed: what `power` is divided by to be independent of it. */
  windowEnergy(length: number): number {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (this.#window[i] as number) ** 2;
    return sum;
  }

  /** Transform what was cut and keep its power spectrum. */
  transform(): void {
    const { re, im, power } = this;
    this.fft.forward(this.frame, re, im);
    for (let k = 0; k < power.length; k++) power[k] = (re[k] as number) ** 2 + (im[k] as number) ** 2;
  }
}

/** Below the fundamental a window shows only half of the power: the mirror image around f0 / 2 is added. */
export function correctLow(power: Float64Array, f0: number, step: number): void {
  const end = Math.min(Math.floor(f0 / step) + 1, power.length - 1);
  const mirrored = new Float64Array(end);
  for (let k = 0; k < end; k++) mirrored[k] = interpolate(power, f0 / step - k);
  for (let k = 0; k < end; k++) power[k] = (power[k] as number) + (mirrored[k] as number);
}

/** Mean of a spectrum over `width` Hz around every bin; beyond its ends it is mirrored. */
export class Smoother {
  readonly #sums: Float64Array;
  readonly #margin: number;

  constructor(
    private readonly bins: number,
    private readonly step: number,
    widest: number,
  ) {
    this.#margin = Math.min(bins - 2, Math.ceil(widest / 2 / step) + 2);
    this.#sums = new Float64Array(bins + 2 * this.#margin + 1);
  }

  /** `from` and `to` may be the same array. */
  smooth(from: Float64Array, width: number, to: Float64Array): void {
    const { bins } = this;
    const sums = this.#sums;
    const margin = this.#margin;
    for (let i = 0; i < sums.length - 1; i++) {
      const k = i - margin;
      const mirrored = k < 0 ? -k : k >= bins ? 2 * (bins - 1) - k : k;
      sums[i + 1] = (sums[i] as number) + (from[mirrored] as number);
    }
    const reach = Math.min(width / 2 / this.step, margin - 1);
    // Both ends lie at the same place between two sums for every bin.
    const high = Math.floor(margin + 0.5 + reach);
    const low = Math.floor(margin + 0.5 - reach);
    const u = margin + 0.5 + reach - high;
    const v = margin + 0.5 - reach - low;
    const scale = 1 / (2 * reach);
    for (let k = 0; k < bins; k++) {
      const upper = (sums[k + high] as number) * (1 - u) + (sums[k + high + 1] as number) * u;
      const lower = (sums[k + low] as number) * (1 - v) + (sums[k + low + 1] as number) * v;
      to[k] = (upper - lower) * scale;
    }
  }
}

function interpolate(values: Float64Array, at: number): number {
  const low = Math.floor(at);
  const a = values[low] as number;
  const b = values[low + 1] ?? a;
  return a + (at - low) * (b - a);
}
