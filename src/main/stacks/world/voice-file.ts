import type { Voice } from './voice.ts';

/** Raised when the analysis changes: kept files of other versions are not read. */
export const ANALYSIS_VERSION = 1;
const HEAD = 8;

/** An analysis as bytes: numbers of the head and the fundamental in 64 bits, then envelope and noise in 32. */
export function encodeVoice(voice: Voice): Uint8Array {
  const { f0, envelope, noise } = voice;
  const bytes = new Uint8Array(8 * (HEAD + f0.length) + 4 * (envelope.length + noise.length));
  const head = [ANALYSIS_VERSION, voice.rate, voice.length, f0.length, voice.bins, voice.bands, 0, 0];
  new Float64Array(bytes.buffer, 0, HEAD).set(head);
  new Float64Array(bytes.buffer, 8 * HEAD, f0.length).set(f0);
  const start = 8 * (HEAD + f0.length);
  new Float32Array(bytes.buffer, start, envelope.length).set(envelope);
  new Float32Array(bytes.buffer, start + 4 * envelope.length, noise.length).set(noise);
  return bytes;
}

/** Undefined when the bytes are no analysis of this version. */
export function decodeVoice(bytes: Uint8Array): Voice | undefined {
  if (bytes.length < 8 * HEAD) return undefined;
  // A view needs an aligned start, which a buffer out of a pool has not.
  const { buffer } = bytes.slice();
  const [version, rate = 0, length = 0, frames = 0, bins = 0, bands = 0] = new Float64Array(buffer, 0, HEAD);
  const values = frames * (bins + bands);
  if (version !== ANALYSIS_VERSION || buffer.byteLength !== 8 * (HEAD + frames) + 4 * values)
    return undefined;
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
