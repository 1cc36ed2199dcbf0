import type { StackPeaks } from '../../../shared/contract/calls/stacks.ts';
import { lengthOf, type Sound } from '../audio/sound.ts';
import { floatsAsText, viewInfo } from './view-info.ts';

/** The outline of a sound: the lowest and highest sample of each column. */
export function viewPeaks(file: string, sound: Sound, columns: number): StackPeaks {
  const length = lengthOf(sound);
  const peaks = sound.channels.map(channel => {
    const pairs = new Float64Array(2 * columns);
    for (let c = 0; c < columns; c++) {
      const start = Math.floor((c * length) / columns);
      const [low, high] = extremes(channel, start, Math.floor(((c + 1) * length) / columns));
      pairs[2 * c] = low;
      pairs[2 * c + 1] = high;
    }
    return floatsAsText(pairs);
  });
  return { ...viewInfo(file, sound), peaks };
}

/** With more columns than samples, a column shows the sample that it falls on. */
function extremes(channel: Float64Array, start: number, end: number): readonly [number, number] {
  let low = channel[start] ?? 0;
  let high = low;
  for (let i = start + 1; i < end; i++) {
    const value = channel[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
