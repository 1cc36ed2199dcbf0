import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../../shared/error/coded-error.ts';
import { autocorrelationF0, median } from '../testing/measure.ts';
import { tone } from '../testing/sounds.ts';
import { encodeFlac } from './flac/encode-flac.ts';
import { readSound } from './read-sound.ts';
import { writeSound } from './write-sound.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'converters-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
const sound = tone(440, 0.5);

describe('formats of other programs', () => {
  it.skipIf(!has('lame') && !has('ffmpeg')).each([['mp3']])(
    '%s is written and read (skipped: no lame, no ffmpeg)',
    format => {
      roundTrip(format as 'mp3');
    },
  );
  it.skipIf(!(has('oggenc') && has('oggdec')) && !has('ffmpeg')).each([['ogg']])(
    '%s is written and read (skipped: no oggenc and oggdec, no ffmpeg)',
    format => roundTrip(format as 'ogg'),
  );

  function roundTrip(format: 'mp3' | 'ogg'): void {
    const path = join(folder, `tone.${format}`);
    writeSound(path, sound, format, { bitrate: 128 });
    expect(readFileSync(path).length).toBeGreaterThan(1000);
    const back = readSound(path);
    expect(back.rate).toBe(44_100);
    expect(median(autocorrelationF0(back.channels[0]!.subarray(4000), 44_100))).toBeCloseTo(440, 0);
  }

  it('that nothing here can convert say which programs would', () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      const code = (fn: () => void) => {
        try {
          fn();
        } catch (error) {
          return error instanceof CodedError ? `${error.code}: ${error.message}` : error;
        }
        return undefined;
      };
      expect(code(() => writeSound(join(folder, 'a.mp3'), sound, 'mp3'))).toMatch(
        /stack\.no-converter: .*ffmpeg, lame/,
      );
      writeFileSync(join(folder, 'b.ogg'), 'OggS');
      expect(code(() => readSound(join(folder, 'b.ogg')))).toMatch(/stack\.no-converter/);
    } finally {
      process.env.PATH = path;
    }
  });

  it.skipIf(!has('flac'))(
    "our FLAC is read by the format's own program, and its by us (skipped: no flac)",
    () => {
      const stereo = { rate: 44_100, channels: [sound.channels[0]!, sound.channels[0]!.toReversed()] };
      for (const bits of [16, 24] as const) {
        const path = join(folder, `ours${bits}.flac`);
        writeFileSync(path, encodeFlac(stereo, bits));
        const checked = spawnSync('flac', [
          '--silent',
          '--decode',
          '--force',
          '-o',
          join(folder, 'theirs.wav'),
          path,
        ]);
        expect(checked.stderr.toString()).toBe('');
        expect(readSound(join(folder, 'theirs.wav'))).toEqual(stereo);
        const again = join(folder, 'again.flac');
        spawnSync('flac', ['--silent', '--best', '--force', '-o', again, join(folder, 'theirs.wav')]);
        expect(readSound(again)).toEqual(stereo);
      }
    },
  );
});
