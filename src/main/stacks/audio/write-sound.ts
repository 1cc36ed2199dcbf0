import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { convertFromWav } from './convert.ts';
import { encodeFlac } from './flac/encode-flac.ts';
import type { ResultFormat } from './formats.ts';
import type { Sound } from './sound.ts';
import { encodeWav, type WavBits } from './wav-write.ts';

/** How a result is written. */
export interface FormatOptions {
  /** Bits a sample: wav 8, 16, 24, 32 or "float"; flac 16 or 24. 16 when absent, as VTServer writes. */
  readonly bits?: WavBits;
  /** Kilobits a second of mp3 and ogg; 160 when absent. */
  readonly bitrate?: number;
}

/** What steps hand to each other: 32-bit float, so that no step loses bits. */
export function writeIntermediate(path: string, sound: Sound): void {
  writeFileSync(path, encodeWav(sound, 'float'));
}

/** Write a sound as a result. For mp3 and ogg a converter must be installed. */
export function writeSound(
  path: string,
  sound: Sound,
  format: ResultFormat,
  options: FormatOptions = {},
): void {
  switch (format) {
    case 'wav':
      return writeFileSync(path, encodeWav(sound, options.bits ?? 16));
    case 'flac':
      return writeFileSync(path, encodeFlac(sound, options.bits === 24 ? 24 : 16));
    case 'mp3':
    case 'ogg':
      return writeConverted(path, sound, format, options.bitrate ?? 160);
  }
}

function writeConverted(path: string, sound: Sound, format: 'mp3' | 'ogg', kbps: number): void {
  const wav = `${path}.wav`;
  const target = `${path}.${format}`;
  try {
    writeFileSync(wav, encodeWav(sound, 16));
    // Converters choose the format by the extension, and `path` is a temporary name without one.
    convertFromWav(wav, target, format, kbps);
    renameSync(target, path);
  } finally {
    rmSync(wav, { force: true });
    rmSync(target, { force: true });
  }
}
