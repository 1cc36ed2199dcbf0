import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';

/** The STREAMINFO block (RFC 9639 section 8.2). */
export interface StreamInfo {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples in each channel; 0 when the encoder did not know. */
  readonly length: number;
  /** Byte offset of the first frame. */
  readonly start: number;
}

const BLOCK_HEAD = 4;

/**
 * Read the metadata in front of the frames; a string says why it is none. The first kilobytes of a file are enough,
 * but then `start` may lie behind them.
 */
export function readStreamInfo(bytes: Uint8Array): StreamInfo | string {
  let at = afterId3(bytes);
  if (String.fromCharCode(...bytes.subarray(at, at + 4)) !== 'fLaC') return 'it is no FLAC file';
  at += 4;
  let info: Omit<StreamInfo, 'start'> | undefined;
  for (let last = false; !last;) {
    if (at + BLOCK_HEAD > bytes.length) return info ? { ...info, start: at } : 'its metadata is cut short';
    const head = new BitReader(bytes, at);
    last = head.read(1) === 1;
    const type = head.read(7);
    const size = head.read(24);
    if (type === 0 && size >= 34 && at + BLOCK_HEAD + 34 <= bytes.length) {
      info = parse(new BitReader(bytes, at + BLOCK_HEAD));
    }
    at += BLOCK_HEAD + size;
  }
  return info ? { ...info, start: at } : 'it does not say what it holds';
}

function parse(reader: BitReader): Omit<StreamInfo, 'start'> {
  reader.read(16);
  reader.read(16);
  reader.read(24);
  reader.read(24);
  const rate = reader.read(20);
  const channels = reader.read(3) + 1;
  const bits = reader.read(5) + 1;
  return { rate, channels, bits, length: reader.read(4) * 2 ** 32 + reader.read(32) };
}

/** Some taggers put an ID3v2 tag in front of the stream. */
function afterId3(bytes: Uint8Array): number {
  if (bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((bytes[i] ?? 0) & 0x7f), 0);
  return 10 + size;
}

/** Marker and STREAMINFO as the only metadata block. `md5` is that of the interleaved samples. */
export function writeStreamInfo(
  info: Omit<StreamInfo, 'start'>,
  blockSize: number,
  md5: Uint8Array,
): Uint8Array {
  const writer = new BitWriter();
  for (const char of 'fLaC') writer.write(char.charCodeAt(0), 8);
  writer.write(1, 1);
  writer.write(0, 7);
  writer.write(34, 24);
  writer.write(blockSize, 16);
  writer.write(blockSize, 16);
  writer.write(0, 24);
  writer.write(0, 24);
  writer.write(info.rate, 20);
  writer.write(info.channels - 1, 3);
  writer.write(info.bits - 1, 5);
  writer.write(Math.floor(info.length / 2 ** 32), 4);
  writer.write(info.length % 2 ** 32, 32);
  for (const byte of md5) writer.write(byte, 8);
  return writer.bytes();
}
