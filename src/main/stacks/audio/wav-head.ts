import type { ByteReader } from './byte-reader.ts';

/** The place and shape of the samples in a RIFF/WAVE file. */
export interface WavHead {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly float: boolean;
  /** Byte offset of the first sample. */
  readonly start: number;
  /** Samples in each channel that are really in the file. */
  readonly length: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** So many chunks before the samples mean that the file is no sound. */
const MOST_CHUNKS = 1000;

/** Read the head of a WAV file; a string says why it is none. Chunks that are not known are passed over. */
export function readWavHead(reader: ByteReader): WavHead | string {
  const riff = reader.read(0, 12);
  if (riff.length < 12 || riff.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8) !== 'WAVE') {
    return 'it is no WAV file';
  }
  let format: Buffer | undefined;
  let at = 12;
  for (let i = 0; i < MOST_CHUNKS && at + 8 <= reader.size; i++) {
    const chunk = reader.read(at, 8);
    const id = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    if (id === 'fmt ') format = reader.read(at + 8, Math.min(size, 40));
    if (id === 'data') {
      // A recorder that could not know the length wrote a size that means "to the end".
      const bytes = Math.min(size, reader.size - at - 8);
      return format ? headOf(format, at + 8, bytes) : 'its format is not stated before its samples';
    }
    at += 8 + size + (size % 2);
  }
  return 'it has no samples chunk';
}

function headOf(format: Buffer, start: number, bytes: number): WavHead | string {
  if (format.length < 16) return 'its format chunk is cut short';
  const tag = format.readUInt16LE(0);
  const kind = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  const float = kind === FLOAT;
  if (kind !== PCM && !float) return `its encoding ${kind} is not PCM`;
  if (!(float ? [32, 64] : [8, 16, 24, 32]).includes(bits)) return `it has ${bits} bits a sample`;
  if (channels < 1 || channels > 256 || rate < 1) return `it has ${channels} channels at ${rate} Hz`;
  return { rate, channels, bits, float, start, length: Math.floor(bytes / ((channels * bits) / 8)) };
}
