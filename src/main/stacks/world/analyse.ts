import { BandNoise } from './band-noise.ts';
import { estimateEnvelopes } from './cheap-trick.ts';
import { estimateNoise } from './d4c.ts';
import { estimateF0 } from './dio.ts';
import { refineF0 } from './stone-mask.ts';
import type { Voice } from './voice.ts';
import { allocateVoice } from './voice-file.ts';

/** Hz; below it there is no room for the bands of a voice. */
export const LOWEST_RATE = 8000;

/** Take a mono sound apart into fundamental, envelope and noise. `progress` gets parts of the whole, 0 to 1. */
export function analyse(signal: Float64Array, rate: number, progress: (part: number) => void): Voice {
  const voice = allocateVoice(rate, signal.length, BandNoise.bandsAt(rate));
  voice.f0.set(refineF0(signal, rate, estimateF0(signal, rate)));
  progress(0.15);
  estimateEnvelopes(signal, voice, part => progress(0.15 + 0.35 * part));
  estimateNoise(signal, voice, part => progress(0.5 + 0.5 * part));
  return voice;
}
