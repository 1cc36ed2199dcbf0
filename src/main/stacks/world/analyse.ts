import { estimateEnvelopes } from './cheap-trick.ts';
import { estimateNoise } from './d4c.ts';
import { estimateF0 } from './dio.ts';
import { refineF0 } from './stone-mask.ts';
import { envelopeSize, type Voice } from './voice.ts';

/** Hz; below it there is no room for the bands of a voice. */
export const LOWEST_RATE = 8000;

/** Take a mono sound apart into fundamental, envelope and noise. `progress` gets parts of the whole, 0 to 1. */
export function analyse(signal: Float64Array, rate: number, progress: (part: number) => void): Voice {
  const f0 = refineF0(signal, rate, estimateF0(signal, rate));
  progress(0.15);
  const envelope = estimateEnvelopes(signal, rate, f0, part => progress(0.15 + 0.35 * part));
  const { noise, bands } = estimateNoise(signal, rate, f0, part => progress(0.5 + 0.5 * part));
  return { rate, length: signal.length, f0, envelope, bins: envelopeSize(rate) / 2 + 1, noise, bands };
}
