import type { Sound } from '../sound.ts';
import { BitReader } from './bit-reader.ts';
import { crc16 } from './crc.ts';
import { readStreamInfo, type StreamInfo } from './stream-info.ts';
import { readSubframe } from './subframe-read.ts';

const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;
/** Bits a sample by the code in a frame header; 0 means as in STREAMINFO. */
const SAMPLE_BITS = [0, 8, 12, -1, 16, 20, 24, 32];

interface FrameHead {
  readonly size: number;
  readonly assignment: number;
  readonly bits: number;
}

/**
 * Decode a FLAC stream (RFC 9639) of up to 24 bits. Throws a RangeError that says what is wrong with it, also when it
 * unfolds into more than `most` samples in all channels together.
 */
export function decodeFlac(bytes: Uint8Array, most = Infinity): Sound {
  const info = readStreamInfo(bytes);
  if (typeof info === 'string') throw new RangeError(info);
  if (info.bits > 24) throw new RangeError(`it has ${info.bits} bits a sample; 24 are the most`);
  const blocks: Float64Array[][] = [];
  const reader = new BitReader(bytes, info.start);
  let length = 0;
  while (reader.position + 2 < bytes.length && (info.length === 0 || length < info.length)) {
    const block = readFrame(reader, info);
    length += block[0]?.length ?? 0;
    if (length * info.channels > most) throw new RangeError('it is longer than its head says');
    blocks.push(block);
  }
  return { rate: info.rate, channels: joinBlocks(blocks, info, length) };
}

function joinBlocks(blocks: readonly Float64Array[][], info: StreamInfo, length: number): Float64Array[] {
  const scale = 1 / 2 ** (info.bits - 1);
  return Array.from({ length: info.channels }, (_, c) => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const block of blocks) {
      const part = block[c];
      if (!part) continue;
      joined.set(part, at);
      at += part.length;
    }
    for (let i = 0; i < length; i++) joined[i] = (joined[i] as number) * scale;
    return joined;
  });
}

function readFrame(reader: BitReader, info: StreamInfo): Float64Array[] {
  const start = reader.position;
  const head = readHead(reader, info);
  const stereo = head.assignment >= LEFT_SIDE;
  const count = stereo ? 2 : head.assignment + 1;
  if (count !== info.channels) throw new RangeError('the number of channels changes on the way');
  const channels = Array.from({ length: count }, (_, c) => {
    const isSide = head.assignment === SIDE_RIGHT ? c === 0 : stereo && c === 1;
    return readSubframe(reader, head.size, head.bits + (isSide ? 1 : 0));
  });
  reader.align();
  const crc = crc16(reader.bytes.subarray(start, reader.position));
  if (reader.read(16) !== crc) throw new RangeError('a frame is damaged');
  return stereo ? decorrelate(channels, head.assignment) : channels;
}

function readHead(reader: BitReader, info: StreamInfo): FrameHead {
  if (reader.read(15) !== 0x7ffc) throw new RangeError('a frame does not start where it should');
  reader.read(1);
  const sizeCode = reader.read(4);
  const rateCode = reader.read(4);
  const assignment = reader.read(4);
  const bitsCode = reader.read(3);
  reader.read(1);
  skipNumber(reader);
  const size = readBlockSize(reader, sizeCode);
  if (rateCode === 12) reader.read(8);
  if (rateCode === 13 || rateCode === 14) reader.read(16);
  reader.read(8);
  if (assignment > MID_SIDE) throw new RangeError('a frame has an unknown channel assignment');
  const bits = SAMPLE_BITS[bitsCode] ?? 0;
  return { size, assignment, bits: bits > 0 ? bits : info.bits };
}

/** The frame or sample number, coded like a character of UTF-8; its value is not needed. */
function skipNumber(reader: BitReader): void {
  const first = reader.read(8);
  for (let mask = 0x80, n = 0; first & mask && n < 7; mask >>= 1, n++) if (n > 0) reader.read(8);
}

function readBlockSize(reader: BitReader, code: number): number {
  if (code === 1) return 192;
  if (code >= 2 && code <= 5) return 144 * 2 ** code;
  if (code === 6) return reader.read(8) + 1;
  if (code === 7) return reader.read(16) + 1;
  if (code === 0) throw new RangeError('a frame has no size');
  return 2 ** code;
}

function decorrelate(channels: readonly Float64Array[], assignment: number): Float64Array[] {
  const [a, b] = channels as [Float64Array, Float64Array];
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (assignment === LEFT_SIDE) b[i] = x - y;
    else if (assignment === SIDE_RIGHT) a[i] = x + y;
    else {
      // The mid channel lost its lowest bit, which is that of the side.
      const sum = 2 * x + (Math.abs(y) % 2);
      a[i] = (sum + y) / 2;
      b[i] = (sum - y) / 2;
    }
  }
  return [a, b];
}
