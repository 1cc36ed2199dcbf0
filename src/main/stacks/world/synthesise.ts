import { Random } from '../dsp/random.ts';
import { MinimumPhase } from './min-phase.ts';
import { placePulses, type Pulses } from './pulses.ts';
import { Timbre } from './timbre.ts';
import type { Voice } from './voice.ts';

/** What is to be made out of a voice. */
export interface VoiceChange {
  /** Hz for each frame of the analysis; 0 where there is no voice. */
  readonly f0: Float64Array;
  /** Length of the vocal tract beside that of the speaker; above 1 it is longer. */
  readonly tract: number;
  /** Duration of the result beside that of the sound. */
  readonly stretch: number;
}

const SEED = 1;
/** Samples. */
const AHEAD = 64;
const TINY = 1e-16;

/** Put a voice together again (WORLD: Morise 2016): a response for every pulse, and noise between them. */
export function synthesise(
  voice: Voice,
  change: VoiceChange,
  progress: (part: number) => void,
): Float64Array {
  const length = Math.max(1, Math.round(voice.length * change.stretch));
  const pulses = placePulses(change.f0, voice.rate, length, change.stretch);
  const maker = new ResponseMaker(voice, change.tract);
  const output = new Float64Array(length);
  for (let p = 0; p < pulses.count; p++) {
    const time = (pulses.samples[p] as number) / voice.rate / change.stretch;
    maker.make(
      time,
      (pulses.voiced[p] as number) === 1,
      pulses.fractions[p] as number,
      gapAfter(pulses, p, length),
    );
    maker.addTo(output, pulses.samples[p] as number);
    if (p % 64 === 0) progress(p / pulses.count);
  }
  return output;
}

function gapAfter(pulses: Pulses, p: number, length: number): number {
  const next = p + 1 < pulses.count ? (pulses.samples[p + 1] as number) : length;
  return Math.max(1, next - (pulses.samples[p] as number));
}

/** Makes the response of one pulse after another. */
class ResponseMaker {
  readonly #timbre: Timbre;
  readonly #phase: MinimumPhase;
  readonly #power: Float64Array;
  readonly #response: Float64Array;
  readonly #sumRe: Float64Array;
  readonly #sumIm: Float64Array;
  readonly #noiseRe: Float64Array;
  readonly #noiseIm: Float64Array;
  readonly #noise: Float64Array;
  readonly #random = new Random(SEED);

  constructor(voice: Voice, tract: number) {
    const size = 2 * (voice.bins - 1);
    this.#timbre = new Timbre(voice, tract);
    this.#phase = new MinimumPhase(size);
    this.#power = new Float64Array(voice.bins);
    this.#response = new Float64Array(size);
    this.#sumRe = new Float64Array(voice.bins);
    this.#sumIm = new Float64Array(voice.bins);
    this.#noiseRe = new Float64Array(voice.bins);
    this.#noiseIm = new Float64Array(voice.bins);
    this.#noise = new Float64Array(size);
  }

  /** `fraction` is how many samples later than its place the pulse lies; `gap` the samples up to the next. */
  make(time: number, voiced: boolean, fraction: number, gap: number): void {
    this.#timbre.read(time);
    const hasPulse = voiced && !this.#timbre.isNoise(time);
    this.#addNoise(hasPulse, gap);
    if (hasPulse) this.#addPulse(fraction, gap);
    this.#phase.fft.inverse(this.#sumRe, this.#sumIm, this.#response);
  }

  /** A pulse between two samples rings a little ahead: that part stands at the end of the response. */
  addTo(output: Float64Array, at: number): void {
    const response = this.#response;
    const split = response.length - AHEAD;
    const end = Math.min(split, output.length - at);
    for (let i = 0; i < end; i++) output[at + i] = (output[at + i] as number) + (response[i] as number);
    for (let i = 1; i <= AHEAD; i++) {
      const to = at - i;
      if (to >= 0) output[to] = (output[to] as number) + (response[response.length - i] as number);
    }
  }

  #addNoise(beside: boolean, gap: number): void {
    const { envelope, noise } = this.#timbre;
    const power = this.#power;
    for (let k = 0; k < power.length; k++) {
      const share = beside ? (noise[k] as number) ** 2 : 1;
      power[k] = (envelope[k] as number) * share + TINY;
    }
    this.#phase.shape(power);
    this.#drawNoise(gap);
    const { re, im } = this.#phase;
    for (let k = 0; k < re.length; k++) {
      const a = re[k] as number;
      const b = im[k] as number;
      const c = this.#noiseRe[k] as number;
      const d = this.#noiseIm[k] as number;
      this.#sumRe[k] = a * c - b * d;
      this.#sumIm[k] = a * d + b * c;
    }
  }

  /** The spectrum of white noise of `gap` samples, without offset. */
  #drawNoise(gap: number): void {
    const noise = this.#noise;
    const length = Math.min(gap, noise.length);
    let mean = 0;
    for (let i = 0; i < length; i++) mean += (noise[i] = this.#random.normal()) / length;
    if (length > 1) for (let i = 0; i < length; i++) noise[i] = (noise[i] as number) - mean;
    noise.fill(0, length);
    this.#phase.fft.forward(noise, this.#noiseRe, this.#noiseIm);
  }

  /** A pulse carries the power of all samples up to the next one. */
  #addPulse(fraction: number, gap: number): void {
    const { envelope, noise } = this.#timbre;
    const power = this.#power;
    for (let k = 0; k < power.length; k++) {
      power[k] = (envelope[k] as number) * (1 - Math.min(1 - 1e-12, (noise[k] as number) ** 2)) + TINY;
    }
    this.#phase.shape(power);
    const { re, im } = this.#phase;
    const size = Math.sqrt(gap);
    const turn = (2 * Math.PI * fraction) / this.#phase.fft.size;
    // Without the bin at 0 Hz: a row of pulses must not add up to an offset.
    for (let k = 1; k < re.length; k++) {
      const c = Math.cos(turn * k) * size;
      const s = -Math.sin(turn * k) * size;
      const a = re[k] as number;
      const b = im[k] as number;
      this.#sumRe[k] = (this.#sumRe[k] as number) + a * c - b * s;
      this.#sumIm[k] = (this.#sumIm[k] as number) + a * s + b * c;
    }
  }
}
