/** Seconds between frames. */
export const PERIOD = 0.005;
/** Hz; the range in which a voice is looked for. */
export const F0_FLOOR = 71;
export const F0_CEIL = 800;
/** Hz; what stands in for the fundamental where there is no voice. */
export const DEFAULT_F0 = 500;

/** What WORLD (Morise, Yokomori and Ozawa 2016) takes a voice apart into. */
export interface Voice {
  /** Hz. */
  readonly rate: number;
  /** Samples of the sound that was analysed. */
  readonly length: number;
  /** Fundamental of each frame in Hz; 0 where there is no voice. */
  readonly f0: Float64Array;
  /** Power spectra of all frames, `bins` values each. */
  readonly envelope: Float32Array;
  readonly bins: number;
  /** How much of the power is noise, in dB at 3, 6, 9... kHz, `bands` values for each frame. */
  readonly noise: Float32Array;
  readonly bands: number;
}

/** Frames that cover a sound. */
export function frameCount(length: number, rate: number): number {
  return Math.floor(length / rate / PERIOD) + 1;
}

/** Size of the FFT for envelopes: three periods of the lowest voice fit in. */
export function envelopeSize(rate: number): number {
  return 2 ** (1 + Math.floor(Math.log2((3 * rate) / F0_FLOOR + 1)));
}
