import { correctLow, FrameSpectrum, Smoother } from './spectrum.ts';
import { DEFAULT_F0, envelopeSize, F0_FLOOR, PERIOD, type Voice } from './voice.ts';

/** The recovery of what smoothing took (q1 of the paper). */
const Q1 = -0.15;
const TINY = 1e-16;

/**
 * Spectral envelopes that do not show the harmonics (CheapTrick: Morise 2015): power over three periods, smoothed over
 * two thirds of the fundamental, then liftered so that the harmonics go and the envelope stays. Fills `voice.envelope`.
 */
export function estimateEnvelopes(
  signal: Float64Array,
  voice: Voice,
  progress: (part: number) => void,
): void {
  const { rate, f0, envelope } = voice;
  const spectrum = new FrameSpectrum(envelopeSize(rate), rate);
  const { bins, size } = spectrum.fft;
  const smoother = new Smoother(bins, spectrum.step, DEFAULT_F0 * 2);
  const work = new Float64Array(size);
  f0.forEach((value, frame) => {
    const pitch = value < F0_FLOOR ? DEFAULT_F0 : value;
    const length = spectrum.cut(signal, frame * PERIOD * rate, pitch, 3, 'hann');
    spectrum.transform();
    const { power } = spectrum;
    const energy = spectrum.windowEnergy(length);
    correctLow(power, pitch, spectrum.step);
    smoother.smooth(power, (2 / 3) * pitch, power);
    for (let k = 0; k < bins; k++) work[k] = Math.log(Math.max((power[k] as number) / energy, 0) + TINY);
    lifter(spectrum, work, pitch);
    const start = frame * bins;
    for (let k = 0; k < bins; k++) envelope[start + k] = Math.exp(work[k] as number);
    if (frame % 64 === 0) progress(frame / f0.length);
  });
}

/** Smooth the log spectrum in the first bins of `work` by its cepstrum. */
function lifter(spectrum: FrameSpectrum, work: Float64Array, f0: number): void {
  const { fft, re, im, rate } = spectrum;
  const { size, bins } = fft;
  for (let k = 1; k < bins - 1; k++) work[size - k] = work[k] as number;
  fft.forward(work, re, im);
  // An even spectrum has a real cepstrum.
  im.fill(0);
  const angle = (Math.PI * f0) / rate;
  const turn = 2 * Math.cos(angle);
  let before = 0;
  let sine = Math.sin(angle);
  for (let k = 1; k < bins; k++) {
    const recovery = 1 - 4 * Q1 * sine * sine;
    re[k] = ((re[k] as number) * sine * recovery) / (angle * k);
    const next = turn * sine - before;
    before = sine;
    sine = next;
  }
  fft.inverse(re, im, work);
}
