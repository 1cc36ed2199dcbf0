import { resample } from '../dsp/resample.ts';

// Measures a voice in ways that have nothing in common with the analysis under test.

const FRAME_S = 0.05;
const PITCH_FRAME_S = 0.03;
const STEP_S = 0.01;
const PITCH_STEP_S = 0.02;

/** Settings of linear prediction: each errs in its own way about a voice of few harmonics. */
interface Prediction {
  readonly rate: number;
  readonly order: number;
  readonly emphasis: number;
}

const PREDICTIONS: readonly Prediction[] = [
  { rate: 8000, order: 10, emphasis: 0.9 },
  { rate: 8000, order: 14, emphasis: 0.9 },
  { rate: 9000, order: 10, emphasis: 0.97 },
  { rate: 9000, order: 14, emphasis: 0.9 },
  { rate: 10_000, order: 14, emphasis: 0.9 },
];

/** Fundamental in Hz every 20 ms by autocorrelation; 0 where neighbouring periods are not alike. */
export function autocorrelationF0(signal: Float64Array, rate: number, low = 55, high = 450): number[] {
  const size = Math.round(PITCH_FRAME_S * rate);
  const found: number[] = [];
  for (let start = 0; start + 2 * size < signal.length; start += Math.round(PITCH_STEP_S * rate)) {
    found.push(frameF0(signal, start, size, rate, low, high));
  }
  return found;
}

function frameF0(
  x: Float64Array,
  start: number,
  size: number,
  rate: number,
  low: number,
  high: number,
): number {
  // Every second lag by every fourth sample is enough to find the peak; around it everything is looked at.
  const first = Math.floor(rate / high);
  const rough = Array.from({ length: Math.ceil((rate / low - first) / 2) }, (_, i) =>
    likeness(x, start, size, first + 2 * i, 4),
  );
  const best = Math.max(...rough);
  if (best < 0.75) return 0;
  // The first lag that is nearly as good as the best: later ones are multiples of the period.
  const isPeak = (v: number, i: number) => v >= (rough[i - 1] ?? -1) && v >= (rough[i + 1] ?? -1);
  const at = first + 2 * rough.findIndex((v, i) => v > best - 0.06 && isPeak(v, i));
  const near = Array.from({ length: 9 }, (_, i) => likeness(x, start, size, at - 4 + i, 1));
  const top = near.indexOf(Math.max(...near));
  if (top === 0 || top === 8 || (near[top] as number) < 0.8) return 0;
  const [a, b, c] = [near[top - 1] as number, near[top] as number, near[top + 1] as number];
  return rate / (at - 4 + top + (0.5 * (a - c)) / (a - 2 * b + c));
}

/** Normalised correlation of a stretch with itself, `lag` samples later. */
function likeness(x: Float64Array, start: number, size: number, lag: number, stride: number): number {
  let xy = 0;
  let xx = 1e-12;
  let yy = 1e-12;
  for (let i = start; i < start + size; i += stride) {
    const a = x[i] as number;
    const b = x[i + lag] as number;
    xy += a * b;
    xx += a * a;
    yy += b * b;
  }
  return xy / Math.sqrt(xx * yy);
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Semitones from one frequency to another. */
export function semitones(from: number, to: number): number {
  return 12 * Math.log2(to / from);
}

/** How far each of the first `count` formants moved between two signals, in semitones: the median of all settings. */
export function formantsMoved(
  before: Float64Array,
  after: Float64Array,
  rate: number,
  count: number,
): number[] {
  const moves = PREDICTIONS.map(prediction => {
    const a = formants(before, rate, prediction);
    const b = formants(after, rate, prediction);
    return Array.from({ length: count }, (_, i) => semitones(a[i] ?? NaN, b[i] ?? NaN));
  });
  return Array.from({ length: count }, (_, i) =>
    median(moves.map(move => move[i] as number).filter(Number.isFinite)),
  );
}

/** Formants in Hz, lowest first: peaks of the spectrum of linear prediction over the middle of a signal. */
function formants(signal: Float64Array, rate: number, prediction: Prediction): number[] {
  const x = resample(signal, rate, prediction.rate);
  const size = Math.round(FRAME_S * prediction.rate);
  const r = new Float64Array(prediction.order + 1);
  const margin = Math.round(x.length / 10);
  for (let start = margin; start + size < x.length - margin; start += Math.round(STEP_S * prediction.rate)) {
    const frame = Float64Array.from({ length: size }, (_, i) => {
      const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
      return w * ((x[start + i] as number) - prediction.emphasis * (x[start + i - 1] ?? 0));
    });
    for (let lag = 0; lag < r.length; lag++) {
      for (let i = lag; i < size; i++)
        r[lag] = (r[lag] as number) + (frame[i] as number) * (frame[i - lag] as number);
    }
  }
  return peaks(levinsonDurbin(r), prediction.rate);
}

function levinsonDurbin(r: Float64Array): number[] {
  let a = [1];
  let error = r[0] as number;
  for (let i = 1; i < r.length; i++) {
    const k = -a.reduce((sum, value, j) => sum + value * (r[i - j] as number), 0) / error;
    const padded = [...a, 0];
    a = padded.map((value, j) => value + k * (padded[i - j] as number));
    error *= 1 - k * k;
  }
  return a;
}

function peaks(a: readonly number[], rate: number): number[] {
  const step = 4;
  const level = (hz: number) => {
    let re = 0;
    let im = 0;
    a.forEach((value, n) => {
      re += value * Math.cos((2 * Math.PI * hz * n) / rate);
      im -= value * Math.sin((2 * Math.PI * hz * n) / rate);
    });
    return -Math.log(re * re + im * im);
  };
  const found: number[] = [];
  for (let hz = 150; hz < rate / 2 - 150; hz += step) {
    const [x, y, z] = [level(hz - step), level(hz), level(hz + step)];
    if (y > x && y >= z) found.push(hz + (0.5 * step * (x - z)) / (x - 2 * y + z));
  }
  return found;
}
