import type { StackSoundInfo } from '../../../shared/contract/calls/stacks.ts';
import { lengthOf, type Sound } from '../audio/sound.ts';
import { peakOf, rmsOf } from '../dsp/level.ts';

/** What a window shows beside a sound. */
export function viewInfo(file: string, sound: Sound): StackSoundInfo {
  return {
    file,
    rate: sound.rate,
    channels: sound.channels.length,
    length: lengthOf(sound),
    peak: peakOf(sound.channels),
    rms: rmsOf(sound.channels),
  };
}

/** 32-bit floats, little-endian, as base64. */
export function floatsAsText(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i] ?? 0, i * 4);
  return bytes.toString('base64');
}
