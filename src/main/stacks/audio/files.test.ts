import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../../shared/error/coded-error.ts';
import { roundHalfEven } from './quantise.ts';
import { probeSound, readSound } from './read-sound.ts';
import type { Sound } from './sound.ts';
import { encodeWav } from './wav-write.ts';
import { writeSound } from './write-sound.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sound-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const sound: Sound = {
  rate: 48_000,
  channels: [Float64Array.of(0, 0.5, -0.5, -1, 0.25), Float64Array.of(0.125, 0, -0.125, 0.75, -0.75)],
};
const codeOf = (fn: () => unknown): string => {
  try {
    fn();
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
  return 'no error';
};

describe('sound files', () => {
  it.each([8, 16, 24, 32, 'float'] as const)('wav of %s bits comes back as it was', bits => {
    const path = join(folder, `a-${bits}.wav`);
    writeSound(path, sound, 'wav', { bits });
    expect(readSound(path)).toEqual(sound);
    expect(probeSound(path)).toMatchObject({ rate: 48_000, channels: 2, length: 5, format: 'wav' });
  });

  it('flac is told by what it holds, not by its name', () => {
    const path = join(folder, 'b.wav');
    writeSound(path, sound, 'flac', { bits: 24 });
    expect(readSound(path)).toEqual(sound);
    expect(probeSound(path)).toMatchObject({ channels: 2, bits: 24, format: 'flac' });
  });

  it('rounds halves to even and clips what is beyond full scale', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map(roundHalfEven)).toEqual([0, 2, 2, 0, -2]);
    const path = join(folder, 'c.wav');
    writeSound(path, { rate: 8000, channels: [Float64Array.of(2, -2, 0.99999)] }, 'wav');
    expect([...(readSound(path).channels[0] ?? [])]).toEqual([32767 / 32768, -1, 32767 / 32768]);
  });

  it('refuses what is too long by its head alone, and what holds nothing', () => {
    const long = join(folder, 'long.wav');
    const head = Buffer.from(
      encodeWav({ rate: 44_100, channels: [new Float64Array(1)] }, 16).subarray(0, 44),
    );
    head.writeUInt32LE(3 * 3600 * 44_100 * 2, 40);
    writeFileSync(long, head);
    truncateSync(long, 44 + 3 * 3600 * 44_100 * 2);
    expect(codeOf(() => readSound(long))).toBe('stack.too-long');
    expect(codeOf(() => readSound(long, { samples: 1e9, bytes: 1000 }))).toBe('stack.too-large');
    const empty = join(folder, 'empty.wav');
    writeFileSync(empty, encodeWav({ rate: 44_100, channels: [new Float64Array(0)] }, 16));
    expect(codeOf(() => readSound(empty))).toBe('stack.no-samples');
    expect(codeOf(() => readSound(join(folder, 'absent.wav')))).toBe('stack.no-such-file');
  });

  it('answers any bytes with a coded error', () => {
    const path = join(folder, 'junk.wav');
    const whole = Buffer.from(encodeWav(sound, 'float'));
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length));
    fc.assert(
      fc.property(damage, ([at, value, cut]) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        writeFileSync(path, bytes.subarray(0, cut));
        const code = codeOf(() => readSound(path));
        expect(['no error', 'stack.not-a-sound', 'stack.no-samples', 'stack.too-long']).toContain(code);
      }),
      { numRuns: 200 },
    );
  });
});
