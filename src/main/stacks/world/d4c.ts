import { BandNoise } from './band-noise.ts';
import { FrameSpectrum } from './spectrum.ts';
import { PERIOD, type Voice } from './voice.ts';

/** Hz; the lowest fundamental for which noise is measured. */
const LOWEST = 47;
/** Share of the power below 4 kHz, of that below 7.9 kHz, above which a frame is a voice. */
const VOICED_SHARE = 0.85;

/**
 * Aperiodicity (D4C: Morise 2016): the more the group delay varies inside a band, the more noise is in it. Before it,
 * "love train" looks whether there is a voice at all: a voice has its power below 4 kHz. Fills
 * `voice.noise`: dB in each band of each frame, 0 in all of them where there is no voice.
 */
export function estimateNoise(signal: Float64Array, voice: Voice, progress: (part: number) => void): void {
  const { rate, f0, noise, bands } = voice;
  const largest = fftSize(rate, LOWEST);
  const tools = new Map<number, FrameTools>();
  f0.forEach((value, frame) => {
    if (frame % 64 === 0) progress(frame / f0.length);
    const pitch = Math.max(value, LOWEST);
    const at = frame * PERIOD * rate;
    if (value <= 0) return;
    // A high voice has short periods, for which a small transform does.
    const size = Math.min(largest, fftSize(rate, pitch));
    const { train, measure } = toolsFor(tools, size, rate);
    if (!isVoiced(train, signal, at, pitch)) return;
    measure.measure(signal, at, pitch, noise.subarray(frame * bands, (frame + 1) * bands));
  });
}

interface FrameTools {
  readonly train: FrameSpectrum;
  readonly measure: BandNoise;
}

function toolsFor(known: Map<number, FrameTools>, size: number, rate: number): FrameTools {
  const tools = known.get(size) ?? {
    train: new FrameSpectrum(size, rate),
    measure: new BandNoise(size, rate),
  };
  known.set(size, tools);
  return tools;
}

/** Four periods fit in. */
function fftSize(rate: number, f0: number): number {
  return 2 ** (1 + Math.floor(Math.log2((4 * rate) / f0 + 1)));
}

function isVoiced(train: FrameSpectrum, signal: Float64Array, at: number, f0: number): boolean {
  train.cut(signal, at, f0, 3, 'blackman');
  train.transform();
  const bin = (hz: number) => Math.min(train.fft.bins - 1, Math.ceil(hz / train.step));
  let low = 0;
  let all = 0;
  const split = bin(4000);
  const end = bin(7900);
  for (let k = bin(100); k <= end; k++) {
    all += train.power[k] as number;
    if (k <= split) low = all;
  }
  return all > 0 && low / all > VOICED_SHARE;
}
