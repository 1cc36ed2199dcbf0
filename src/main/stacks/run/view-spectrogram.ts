import type { StackSpectrogram } from '../../../shared/contract/calls/stacks.ts';
import { lengthOf, type Sound } from '../audio/sound.ts';
import { powerOfTwo, RealFft } from '../dsp/real-fft.ts';
import { viewInfo } from './view-info.ts';

/** How far below the loudest point the picture reaches. */
const FLOOR_DB = 80;
/** Length of the window: long enough to part the harmonics of a voice. */
const WINDOW_S = 0.03;

export interface PictureSize {
  readonly columns: number;
  readonly rows: number;
  readonly maxHz: number | undefined;
}

/** Levels over time and frequency, all channels mixed. */
export function viewSpectrogram(file: string, sound: Sound, size: PictureSize): StackSpectrogram {
  const { columns, rows } = size;
  const maxHz = Math.min(size.maxHz ?? Infinity, sound.rate / 2);
  const levels = powers(mixed(sound), sound.rate, columns, rows, maxHz);
  const loudest = levels.reduce((most, value) => Math.max(most, value), 1e-20);
  const image = Uint8Array.from(levels, value => {
    const db = 10 * Math.log10(Math.max(value / loudest, 1e-20));
    return Math.round(255 * Math.max(0, 1 + db / FLOOR_DB));
  });
  const text = Buffer.from(image).toString('base64');
  return { ...viewInfo(file, sound), columns, rows, image: text, floor: FLOOR_DB, maxHz };
}

function mixed(sound: Sound): Float64Array {
  return Float64Array.from({ length: lengthOf(sound) }, (_, i) =>
    sound.channels.reduce((sum, channel) => sum + (channel[i] as number), 0),
  );
}

function powers(x: Float64Array, rate: number, columns: number, rows: number, maxHz: number): Float64Array {
  const width = Math.max(16, Math.round(WINDOW_S * rate));
  const fft = new RealFft(powerOfTwo(Math.max(width, (rows * rate) / maxHz)));
  const frame = new Float64Array(fft.size);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  const levels = new Float64Array(columns * rows);
  for (let c = 0; c < columns; c++) {
    const start = Math.round(((c + 0.5) * x.length) / columns - width / 2);
    for (let i = 0; i < width; i++) {
      frame[i] = (x[start + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / width));
    }
    fft.forward(frame, re, im);
    for (let r = 0; r < rows; r++) {
      const bin = Math.round((((r + 0.5) / rows) * maxHz * fft.size) / rate);
      levels[c * rows + r] = (re[bin] as number) ** 2 + (im[bin] as number) ** 2;
    }
  }
  return levels;
}
