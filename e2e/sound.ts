import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export const RATE = 22_050;

/** A voice-like tone of that pitch (Hz) that grows louder, so that forwards and backwards differ; 16-bit values. */
export function voice(pitch: number, seconds = 0.6): Float32Array {
  const length = Math.round(seconds * RATE);
  return Float32Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let k = 1; k * pitch < 4000; k++) sum += Math.sin((2 * Math.PI * k * pitch * i) / RATE) / k;
    const loud = 0.05 + (0.3 * i) / length;
    // Without a negative zero, which a WAV does not know.
    return (Math.round(sum * loud * 32767 * 0.5) + 0) / 32768;
  });
}

/** Write a mono 16-bit WAV. */
export function writeWav(file: string, samples: Float32Array): void {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(Math.round(sample * 32768), 44 + i * 2));
  writeFileSync(file, bytes);
}

/** The pitch in Hz of the middle of a sound, by autocorrelation with parabolic interpolation. */
export function pitchOf(samples: ArrayLike<number>, rate: number): number {
  const size = Math.min(samples.length >> 1, Math.round(rate * 0.1));
  const start = (samples.length - 2 * size) >> 1;
  const likeness = (lag: number) => {
    let [cross, a, b] = [0, 0, 0];
    for (let i = start; i < start + size; i++) {
      const [x, y] = [samples[i] ?? 0, samples[i + lag] ?? 0];
      cross += x * y;
      a += x * x;
      b += y * y;
    }
    return cross / Math.sqrt(a * b || 1);
  };
  const lags = Array.from({ length: Math.floor(rate / 60) }, (_, lag) => likeness(lag));
  const best = Math.max(...lags.slice(Math.floor(rate / 600)));
  // The first peak that is nearly as high as the highest: later ones are whole multiples of the period.
  for (let lag = Math.floor(rate / 600); lag + 1 < lags.length; lag++) {
    const [before = 0, here = 0, after = 0] = lags.slice(lag - 1, lag + 2);
    if (here < 0.9 * best || here < before || here < after) continue;
    return rate / (lag + (0.5 * (before - after)) / (before - 2 * here + after));
  }
  return 0;
}

/** What a page has begun to play. */
export interface Heard {
  readonly rate: number;
  /** Seconds into the sound where it began. */
  readonly offset: number;
  readonly samples: readonly number[];
}

/** Keep what the page plays from now on. */
export async function listenTo(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when = 0, offset = 0, ...rest) {
      const { buffer } = this;
      if (buffer) {
        heard.push({ rate: buffer.sampleRate, offset, samples: Array.from(buffer.getChannelData(0)) });
      }
      return start.call(this, when, offset, ...rest);
    };
  });
}

/** Do something that makes the page play, and answer with what it plays. */
export async function hear(page: Page, act: () => Promise<unknown>): Promise<Heard> {
  const number = () => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard.length);
  const before = await number();
  await act();
  await page.waitForFunction(n => (globalThis as unknown as { heard: unknown[] }).heard.length > n, before);
  return page.evaluate(() => {
    const { heard } = globalThis as unknown as { heard: Heard[] };
    return heard[heard.length - 1] as Heard;
  });
}
