import { BAND_STEP } from './band-noise.ts';
import { PERIOD, type Voice } from './voice.ts';

const QUIETEST_DB = -60;
const TINY = 1e-16;

/** Reads a voice's envelope and noise at any time, with the frequency axis stretched for another vocal tract. */
export class Timbre {
  readonly envelope: Float64Array;
  /** Amplitude of the noise beside that of the whole, 0 to 1, for each bin. */
  readonly noise: Float64Array;
  readonly #voice: Voice;
  readonly #places: Float64Array;
  readonly #bandDb: Float64Array;

  /** `tract` above 1 is a longer vocal tract: formants come down by that factor. */
  constructor(voice: Voice, tract: number) {
    this.#voice = voice;
    this.envelope = new Float64Array(voice.bins);
    this.noise = new Float64Array(voice.bins);
    this.#places = Float64Array.from({ length: voice.bins }, (_, k) => Math.min(voice.bins - 1, k * tract));
    this.#bandDb = new Float64Array(voice.bands + 2);
  }

  /** Fill `envelope` and `noise` for a time in seconds of the sound that was analysed. */
  read(time: number): void {
    const frames = this.#voice.f0.length;
    const at = Math.max(0, Math.min(frames - 1, time / PERIOD));
    const low = Math.min(Math.floor(at), Math.max(0, frames - 2));
    const high = Math.min(low + 1, frames - 1);
    this.#readEnvelope(low, high, at - low);
    this.#readNoise(low, high, at - low);
  }

  #readEnvelope(low: number, high: number, w: number): void {
    const { envelope: all, bins } = this.#voice;
    const a = low * bins;
    const b = high * bins;
    for (let k = 0; k < bins; k++) {
      const place = this.#places[k] as number;
      const i = Math.floor(place);
      const v = place - i;
      const j = Math.min(i + 1, bins - 1);
      const first = (all[a + i] as number) * (1 - w) + (all[b + i] as number) * w;
      const second = (all[a + j] as number) * (1 - w) + (all[b + j] as number) * w;
      this.envelope[k] = first + v * (second - first) + TINY;
    }
  }

  /** Straight lines in dB from -60 at 0 Hz over the bands to 0 at the highest frequency. */
  #readNoise(low: number, high: number, w: number): void {
    const { noise, bands, bins, rate } = this.#voice;
    const db = this.#bandDb;
    db[0] = QUIETEST_DB;
    for (let b = 0; b < bands; b++) {
      db[b + 1] = (noise[low * bands + b] as number) * (1 - w) + (noise[high * bands + b] as number) * w;
    }
    const step = rate / 2 / (bins - 1);
    const last = (bands * BAND_STEP) / step;
    for (let k = 0; k < bins; k++) {
      const place = this.#places[k] as number;
      const band = Math.min(bands, Math.floor((place * step) / BAND_STEP));
      const start = (band * BAND_STEP) / step;
      const width = band === bands ? bins - 1 - last : BAND_STEP / step;
      const from = db[band] as number;
      const level = from + ((place - start) / width) * ((db[band + 1] as number) - from);
      this.noise[k] = Math.exp((level * Math.LN10) / 20);
    }
  }

  /** Whether the frames around a time have noise in all bands: love train found no voice there. */
  isNoise(time: number): boolean {
    const { noise, bands, f0 } = this.#voice;
    const frame = Math.max(0, Math.min(f0.length - 1, Math.round(time / PERIOD)));
    for (let b = 0; b < bands; b++) if ((noise[frame * bands + b] as number) < 0) return false;
    return true;
  }
}
