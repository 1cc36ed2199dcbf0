import { createHash } from 'node:crypto';
import { quantise } from '../quantise.ts';
import { lengthOf, type Sound } from '../sound.ts';
import { BitWriter } from './bit-writer.ts';
import { crc16, crc8 } from './crc.ts';
import { writeStreamInfo } from './stream-info.ts';
import { planSubframe, type Subframe } from './subframe-write.ts';

const BLOCK = 4096;
const MID_SIDE = 10;
/** The format has 3 bits for the channels and 20 for the rate. */
export const FLAC_CHANNELS = 8;
export const FLAC_RATE = 1_048_575;

/** A sound as a FLAC stream (RFC 9639) of 16 or 24 bits: fixed and linear prediction, mid/side for stereo. */
export function encodeFlac(sound: Sound, bits: 16 | 24): Uint8Array {
  if (sound.channels.length > FLAC_CHANNELS || sound.rate > FLAC_RATE) {
    throw new RangeError(`FLAC cannot hold ${sound.channels.length} channels at ${sound.rate} Hz`);
  }
  const channels = sound.channels.map(channel => channel.map(value => quantise(value, bits)));
  const length = lengthOf(sound);
  const writer = new BitWriter();
  for (let start = 0, frame = 0; start < length; start += BLOCK, frame++) {
    writeFrame(
      writer,
      channels.map(channel => channel.subarray(start, start + BLOCK)),
      bits,
      frame,
    );
  }
  const info = { rate: sound.rate, channels: channels.length, bits, length };
  const head = writeStreamInfo(info, BLOCK, digest(channels, bits));
  const whole = new Uint8Array(head.length + writer.length);
  whole.set(head);
  whole.set(writer.bytes(), head.length);
  return whole;
}

function writeFrame(writer: BitWriter, block: readonly Float64Array[], bits: number, frame: number): void {
  const start = writer.length;
  const size = block[0]?.length ?? 0;
  const { assignment, subframes } = planChannels(block, bits);
  writer.write(0x7ffc, 15);
  writer.write(0, 1);
  writer.write(size === BLOCK ? 12 : 7, 4);
  writer.write(0, 4);
  writer.write(assignment, 4);
  writer.write(bits === 16 ? 4 : 6, 3);
  writer.write(0, 1);
  writeNumber(writer, frame);
  if (size !== BLOCK) writer.write(size - 1, 16);
  writer.write(crc8(writer.bytes(start)), 8);
  for (const subframe of subframes) subframe.write(writer);
  writer.align();
  writer.write(crc16(writer.bytes(start)), 16);
}

function planChannels(
  block: readonly Float64Array[],
  bits: number,
): { assignment: number; subframes: readonly Subframe[] } {
  const plain = block.map(channel => planSubframe(channel, bits));
  const [left, right] = block;
  if (block.length === 2 && left && right) {
    const mid = left.map((value, i) => Math.floor((value + (right[i] as number)) / 2));
    const side = left.map((value, i) => value - (right[i] as number));
    const joint = [planSubframe(mid, bits), planSubframe(side, bits + 1)];
    if (total(joint) < total(plain)) return { assignment: MID_SIDE, subframes: joint };
  }
  return { assignment: block.length - 1, subframes: plain };
}

function total(subframes: readonly Subframe[]): number {
  return subframes.reduce((sum, subframe) => sum + subframe.bits, 0);
}

/** A number as UTF-8 codes a character. */
function writeNumber(writer: BitWriter, value: number): void {
  if (value < 0x80) return writer.write(value, 8);
  let more = 1;
  while (value >= 2 ** (6 * more + (6 - more))) more++;
  const lead = (0xff << (7 - more)) & 0xff;
  writer.write(lead | Math.floor(value / 2 ** (6 * more)), 8);
  for (let i = more - 1; i >= 0; i--) writer.write(0x80 | (Math.floor(value / 2 ** (6 * i)) & 0x3f), 8);
}

function digest(channels: readonly Float64Array[], bits: number): Uint8Array {
  const step = bits / 8;
  const length = channels[0]?.length ?? 0;
  const bytes = Buffer.alloc(length * channels.length * step);
  channels.forEach((channel, c) => {
    for (let i = 0; i < length; i++) {
      bytes.writeIntLE(channel[i] as number, (i * channels.length + c) * step, step);
    }
  });
  return createHash('md5').update(bytes).digest();
}
