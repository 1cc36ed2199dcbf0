import { envelopeSize, frameCount, type Voice } from './voice.ts';

/** Raised when the analysis changes: kept files of other versions are not read. */
export const ANALYSIS_VERSION = 1;
const HEAD = 8;

/**
 * Room for the analysis of a sound, laid out as in its file: numbers of the head and the fundamental in 64 bits, then
 * envelope and noise in 32. A long sound has hundreds of megabytes of it, which are never copied.
 */
export function allocateVoice(rate: number, length: number, bands: number): Voice {
  const frames = frameCount(length, rate);
  const bins = envelopeSize(rate) / 2 + 1;
  const buffer = new ArrayBuffer(sizeOf(frames, bins, bands));
  new Float64Array(buffer, 0, HEAD).set([ANALYSIS_VERSION, rate, length, frames, bins, bands]);
  return viewOf(buffer, rate, length, frames, bins, bands);
}

/** The file of an analysis; not a copy. */
export function encodeVoice(voice: Voice): Uint8Array {
  return new Uint8Array(voice.f0.buffer);
}

/** Undefined when the bytes are no analysis of this version. */
export function decodeVoice(bytes: Uint8Array): Voice | undefined {
  if (bytes.length < 8 * HEAD) return undefined;
  // A view needs an aligned start, which a small buffer out of a pool has not.
  const whole = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
  const buffer = whole ? bytes.buffer : bytes.slice().buffer;
  const [version, rate = 0, length = 0, frames = 0, bins = 0, bands = 0] = new Float64Array(buffer, 0, HEAD);
  if (version !== ANALYSIS_VERSION || buffer.byteLength !== sizeOf(frames, bins, bands)) return undefined;
  return viewOf(buffer, rate, length, frames, bins, bands);
}

function sizeOf(frames: number, bins: number, bands: number): number {
  return 8 * (HEAD + frames) + 4 * frames * (bins + bands);
}

function viewOf(
  buffer: ArrayBufferLike,
  rate: number,
  length: number,
  frames: number,
  bins: number,
  bands: number,
): Voice {
  const start = 8 * (HEAD + frames);
  return {
    rate,
    length,
    bins,
    bands,
    f0: new Float64Array(buffer, 8 * HEAD, frames),
    envelope: new Float32Array(buffer, start, frames * bins),
    noise: new Float32Array(buffer, start + 4 * frames * bins, frames * bands),
  };
}
