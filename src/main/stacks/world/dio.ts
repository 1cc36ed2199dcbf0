import { filterCentred } from '../dsp/convolve.ts';
import { resample } from '../dsp/resample.ts';
import { eventTracks, sampleTrack } from './crossings.ts';
import { trackContour } from './contour.ts';
import { F0_CEIL, F0_FLOOR, frameCount, PERIOD } from './voice.ts';

const BANDS_PER_OCTAVE = 2;
/** Hz; enough for a fundamental of 800 Hz, and cheap. */
const WORKING_RATE = 8000;
/** Hz; rumble below is taken out. */
const LOW_CUT = 50;

/**
 * A first estimate of the fundamental (DIO: Morise, Kawahara and Katayose 2009): low-pass at many cutoffs, and where
 * only the fundamental is left, its zero crossings, peaks and dips agree about the frequency.
 */
export function estimateF0(signal: Float64Array, rate: number): Float64Array {
  const frames = frameCount(signal.length, rate);
  const working = Math.min(rate, WORKING_RATE);
  const low = withoutRumble(resample(signal, rate, working), working);
  const candidates: Float64Array[] = [];
  const best = new Float64Array(frames);
  const bestScore = new Float64Array(frames).fill(Infinity);
  const bands = 1 + Math.floor(Math.log2(F0_CEIL / F0_FLOOR) * BANDS_PER_OCTAVE);
  for (let band = 0; band < bands; band++) {
    const limit = F0_FLOOR * 2 ** ((band + 1) / BANDS_PER_OCTAVE);
    const found = bandCandidates(low, working, limit, frames, best, bestScore);
    if (found) candidates.push(found);
  }
  return trackContour(best, candidates);
}

function bandCandidates(
  low: Float64Array,
  rate: number,
  limit: number,
  frames: number,
  best: Float64Array,
  bestScore: Float64Array,
): Float64Array | undefined {
  const half = Math.max(1, Math.round(rate / limit / 2));
  const tracks = eventTracks(filterCentred(low, nuttall(4 * half + 1)), rate);
  if (!tracks) return undefined;
  const sampled = tracks.map(track => sampleTrack(track, PERIOD * rate, frames));
  const found = new Float64Array(frames);
  for (let i = 0; i < frames; i++) {
    let mean = 0;
    for (const track of sampled) mean += (track[i] as number) / 4;
    let spread = 0;
    for (const track of sampled) spread += ((track[i] as number) - mean) ** 2 / 3;
    if (mean > limit || mean < limit / 2 || mean > F0_CEIL || mean < F0_FLOOR) continue;
    found[i] = mean;
    const score = Math.sqrt(spread) / mean;
    if (score >= (bestScore[i] as number)) continue;
    bestScore[i] = score;
    best[i] = mean;
  }
  return found;
}

function withoutRumble(signal: Float64Array, rate: number): Float64Array {
  const half = Math.round(rate / LOW_CUT);
  const window = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (2 * half + 2));
  });
  const sum = window.reduce((total, value) => total + value, 0);
  const kernel = window.map((value, i) => (i === half ? 1 : 0) - value / sum);
  return filterCentred(signal, kernel);
}

/** The window of Nuttall (1981) that WORLD filters with; it sums to 1. */
function nuttall(length: number): Float64Array {
  const window = Float64Array.from({ length }, (_, i) => {
    const x = (2 * Math.PI * i) / (length - 1);
    return 0.355768 - 0.487396 * Math.cos(x) + 0.144232 * Math.cos(2 * x) - 0.012604 * Math.cos(3 * x);
  });
  const sum = window.reduce((total, value) => total + value, 0);
  return window.map(value => value / sum);
}
