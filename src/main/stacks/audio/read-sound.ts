import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError, fail, messageOf } from '../../../shared/error/coded-error.ts';
import { ByteReader } from './byte-reader.ts';
import { convertToWav } from './convert.ts';
import { decodeFlac } from './flac/decode-flac.ts';
import { readStreamInfo } from './flac/stream-info.ts';
import { needsConverter } from './formats.ts';
import { DEFAULT_SOUND_LIMITS, type SoundLimits } from './limits.ts';
import { lengthOf, type Sound, type SoundInfo } from './sound.ts';
import { readWavHead } from './wav-head.ts';
import { readWavSamples } from './wav-read.ts';

/** Enough of a FLAC file for its STREAMINFO, which is always the first block. */
const FLAC_HEAD = 4096;
let converted = 0;

/**
 * Read a sound file: WAV and FLAC by ourselves, the rest through a converter. A file is taken for what it holds, not
 * for what it is called. Throws coded errors: not a sound, no samples, too long, too large.
 */
export function readSound(path: string, limits: SoundLimits = DEFAULT_SOUND_LIMITS): Sound {
  return withReader(path, reader => {
    checkLimits(path, reader, limits);
    const sound = isFlac(reader) ? readFlac(reader, path, limits) : readWav(reader, path, limits);
    if (lengthOf(sound) === 0) throw fail('stack.no-samples', { file: path });
    return sound;
  });
}

/** What the head of a WAV or FLAC file says, without reading its samples. Undefined for other formats. */
export function probeSound(path: string): SoundInfo | undefined {
  return withReader(path, reader => {
    if (isFlac(reader)) {
      const info = readStreamInfo(reader.read(0, FLAC_HEAD));
      return typeof info === 'string' ? undefined : { ...info, format: 'flac' };
    }
    const head = readWavHead(reader);
    return typeof head === 'string' ? undefined : { ...head, format: 'wav' };
  });
}

function withReader<T>(path: string, use: (reader: ByteReader) => T): T {
  let reader: ByteReader;
  try {
    reader = new ByteReader(path);
  } catch (error) {
    throw fail('stack.no-such-file', { file: path }, error);
  }
  try {
    return use(reader);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw fail('stack.not-a-sound', { file: path, reason: messageOf(error) }, error);
  } finally {
    reader.close();
  }
}

function checkLimits(path: string, reader: ByteReader, limits: SoundLimits): void {
  if (reader.size > limits.bytes) {
    throw fail('stack.too-large', { file: path, bytes: reader.size, limit: limits.bytes });
  }
}

function checkLength(path: string, samples: number, limits: SoundLimits): void {
  if (samples > limits.samples) throw fail('stack.too-long', { file: path, samples, limit: limits.samples });
}

function isFlac(reader: ByteReader): boolean {
  const start = reader.read(0, 4).toString('latin1');
  return (
    start === 'fLaC' ||
    (start.startsWith('ID3') && typeof readStreamInfo(reader.read(0, 1 << 20)) !== 'string')
  );
}

function readFlac(reader: ByteReader, path: string, limits: SoundLimits): Sound {
  const info = readStreamInfo(reader.read(0, FLAC_HEAD));
  if (typeof info !== 'string') checkLength(path, info.length * info.channels, limits);
  return decodeFlac(reader.read(0, reader.size), limits.samples);
}

function readWav(reader: ByteReader, path: string, limits: SoundLimits): Sound {
  const head = readWavHead(reader);
  if (typeof head === 'string') {
    if (needsConverter(path)) return readConverted(path, limits);
    throw fail('stack.not-a-sound', { file: path, reason: head });
  }
  checkLength(path, head.length * head.channels, limits);
  return readWavSamples(reader, head);
}

function readConverted(path: string, limits: SoundLimits): Sound {
  const wav = join(tmpdir(), `crosspatch-${process.pid}-${Date.now()}-${++converted}.wav`);
  try {
    convertToWav(path, wav);
    return readSound(wav, limits);
  } finally {
    rmSync(wav, { force: true });
  }
}
