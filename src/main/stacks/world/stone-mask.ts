import { F0_CEIL, F0_FLOOR, PERIOD } from './voice.ts';

/** An estimate that moves further than this part was wrong to begin with. */
const LARGEST_MOVE = 0.2;

/**
 * Make a contour exact (StoneMask of WORLD): the instantaneous frequencies of the first harmonics (Flanagan and Golden
 * 1966) are averaged, weighted by their amplitudes. Two rounds: two harmonics, then six.
 */
export function refineF0(signal: Float64Array, rate: number, f0: Float64Array): Float64Array {
  return f0.map((estimate, frame) => {
    if (estimate <= 0) return 0;
    const at = frame * PERIOD * rate;
    const first = instantaneous(signal, rate, at, estimate, estimate, 2);
    if (!isNear(first, estimate)) return 0;
    const second = instantaneous(signal, rate, at, estimate, first, 6);
    return isNear(second, estimate) ? second : first;
  });
}

function isNear(refined: number, estimate: number): boolean {
  const moved = Math.abs(refined / estimate - 1);
  return moved <= LARGEST_MOVE && refined >= F0_FLOOR * 0.9 && refined <= F0_CEIL * 1.1;
}

/** Sums of the signal under a window and under its slope, for each harmonic, real and imaginary. */
class Sums {
  readonly wr: Float64Array;
  readonly wi: Float64Array;
  readonly dr: Float64Array;
  readonly di: Float64Array;
  constructor(harmonics: number) {
    this.wr = new Float64Array(harmonics);
    this.wi = new Float64Array(harmonics);
    this.dr = new Float64Array(harmonics);
    this.di = new Float64Array(harmonics);
  }
}

function instantaneous(
  signal: Float64Array,
  rate: number,
  at: number,
  windowF0: number,
  f0: number,
  most: number,
): number {
  const harmonics = Math.max(1, Math.min(most, Math.floor(rate / 2 / f0) - 1));
  const sums = windowedSums(signal, rate, at, windowF0, f0, harmonics);
  const omega = (2 * Math.PI * f0) / rate;
  let weighted = 0;
  let weights = 0;
  for (let h = 0; h < harmonics; h++) {
    const wr = sums.wr[h] as number;
    const wi = sums.wi[h] as number;
    const power = wr * wr + wi * wi;
    if (power <= 0) continue;
    const slope = (wr * (sums.di[h] as number) - wi * (sums.dr[h] as number)) / power;
    const amplitude = Math.sqrt(power);
    weighted += (amplitude * ((omega * (h + 1) - slope) * rate)) / (2 * Math.PI);
    weights += amplitude * (h + 1);
  }
  return weights === 0 ? 0 : weighted / weights;
}

/** A Blackman window of three periods around `at`, and its slope, against harmonics of `f0`. */
function windowedSums(
  signal: Float64Array,
  rate: number,
  at: number,
  windowF0: number,
  f0: number,
  harmonics: number,
): Sums {
  const sums = new Sums(harmonics);
  const half = (1.5 * rate) / windowF0;
  const scale = Math.PI / half;
  const step = (2 * Math.PI * f0) / rate;
  const first = Math.max(0, Math.ceil(at - half));
  const last = Math.min(signal.length - 1, Math.floor(at + half));
  const window = new Rotation(scale * (first - at), scale);
  const wave = new Rotation(-step * (first - at), -step);
  for (let n = first; n <= last; n++) {
    const x = signal[n] as number;
    const { cos, sin } = window;
    const w = x * (0.42 + 0.5 * cos + 0.08 * (2 * cos * cos - 1));
    const d = -x * scale * (0.5 * sin + 0.32 * sin * cos);
    addHarmonics(sums, w, d, wave.cos, wave.sin);
    window.turn();
    wave.turn();
  }
  return sums;
}

/** Cosine and sine of an angle that grows by the same step. */
class Rotation {
  cos: number;
  sin: number;
  readonly #cos: number;
  readonly #sin: number;
  constructor(start: number, step: number) {
    this.cos = Math.cos(start);
    this.sin = Math.sin(start);
    this.#cos = Math.cos(step);
    this.#sin = Math.sin(step);
  }
  turn(): void {
    const { cos, sin } = this;
    this.cos = cos * this.#cos - sin * this.#sin;
    this.sin = sin * this.#cos + cos * this.#sin;
  }
}

function addHarmonics(sums: Sums, w: number, d: number, cr: number, ci: number): void {
  const { wr, wi, dr, di } = sums;
  let re = cr;
  let im = ci;
  for (let h = 0; h < wr.length; h++) {
    wr[h] = (wr[h] as number) + w * re;
    wi[h] = (wi[h] as number) + w * im;
    dr[h] = (dr[h] as number) + d * re;
    di[h] = (di[h] as number) + d * im;
    const next = re * cr - im * ci;
    im = re * ci + im * cr;
    re = next;
  }
}
