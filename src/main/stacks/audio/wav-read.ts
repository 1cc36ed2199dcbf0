import type { ByteReader } from './byte-reader.ts';
import type { Sound } from './sound.ts';
import type { WavHead } from './wav-head.ts';

/** Bytes read at a time: large enough to be fast, small beside the sound itself. */
const BLOCK = 1 << 20;

type ReadSample = (bytes: DataView, at: number) => number;

const READERS: Readonly<Record<string, ReadSample>> = {
  i8: (view, at) => (view.getUint8(at) - 128) / 128,
  i16: (view, at) => view.getInt16(at, true) / 32768,
  i24: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8388608,
  i32: (view, at) => view.getInt32(at, true) / 2147483648,
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
};

/** The samples of a WAV file. What is not a number (a damaged float file) becomes silence. */
export function readWavSamples(reader: ByteReader, head: WavHead): Sound {
  const read = READERS[`${head.float ? 'f' : 'i'}${head.bits}`] as ReadSample;
  const step = head.bits / 8;
  const frame = step * head.channels;
  const channels = Array.from({ length: head.channels }, () => new Float64Array(head.length));
  const framesPerBlock = Math.max(1, Math.floor(BLOCK / frame));
  for (let done = 0; done < head.length; done += framesPerBlock) {
    const block = reader.read(head.start + done * frame, framesPerBlock * frame);
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    const frames = Math.floor(block.length / frame);
    for (let c = 0; c < head.channels; c++) {
      const channel = channels[c] as Float64Array;
      for (let i = 0, at = c * step; i < frames; i++, at += frame) {
        const value = read(view, at);
        channel[done + i] = Number.isFinite(value) ? value : 0;
      }
    }
  }
  return { rate: head.rate, channels };
}
