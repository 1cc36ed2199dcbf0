import { quantise } from './quantise.ts';
import { lengthOf, type Sound } from './sound.ts';

/** How samples are stored: signed integers of 8 (unsigned), 16, 24 or 32 bits, or 32-bit float. */
export type WavBits = 8 | 16 | 24 | 32 | 'float';

const HEAD = 44;
const FACT = 12;

/** A sound as the bytes of a RIFF/WAVE file. Float files carry the `fact` chunk that the format asks for. */
export function encodeWav(sound: Sound, bits: WavBits): Uint8Array {
  const length = lengthOf(sound);
  const step = bits === 'float' ? 4 : bits / 8;
  const data = length * sound.channels.length * step;
  const extra = bits === 'float' ? FACT : 0;
  const bytes = Buffer.alloc(HEAD + extra + data + (data % 2));
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(bits === 'float' ? 3 : 1, 20);
  bytes.writeUInt16LE(sound.channels.length, 22);
  bytes.writeUInt32LE(sound.rate, 24);
  bytes.writeUInt32LE(sound.rate * sound.channels.length * step, 28);
  bytes.writeUInt16LE(sound.channels.length * step, 32);
  bytes.writeUInt16LE(step * 8, 34);
  if (bits === 'float') {
    bytes.write('fact', 36, 'latin1');
    bytes.writeUInt32LE(4, 40);
    bytes.writeUInt32LE(length, 44);
  }
  bytes.write('data', HEAD - 8 + extra, 'latin1');
  bytes.writeUInt32LE(data, HEAD - 4 + extra);
  writeSamples(new DataView(bytes.buffer, bytes.byteOffset + HEAD + extra, data), sound, bits, step);
  return bytes;
}

function writeSamples(view: DataView, sound: Sound, bits: WavBits, step: number): void {
  const frame = step * sound.channels.length;
  const write = writerOf(view, bits);
  sound.channels.forEach((channel, c) => {
    for (let i = 0, at = c * step; i < channel.length; i++, at += frame) write(at, channel[i] as number);
  });
}

function writerOf(view: DataView, bits: WavBits): (at: number, value: number) => void {
  switch (bits) {
    case 'float':
      return (at, value) => view.setFloat32(at, value, true);
    case 8:
      return (at, value) => view.setUint8(at, quantise(value, 8) + 128);
    case 16:
      return (at, value) => view.setInt16(at, quantise(value, 16), true);
    case 24:
      return (at, value) => {
        const whole = quantise(value, 24);
        view.setUint16(at, whole & 0xffff, true);
        view.setInt8(at + 2, whole >> 16);
      };
    case 32:
      return (at, value) => view.setInt32(at, quantise(value, 32), true);
  }
}
