import type { Sound } from '../audio/sound.ts';

/** Where a sound is brought when it would pass full scale. */
const SAFE_PEAK = 0.98;

/** Factor of a level in dB. */
export function gainOf(db: number): number {
  return 10 ** (db / 20);
}

/** Root mean square over all channels; 0 for no samples. */
export function rmsOf(channels: readonly Float64Array[]): number {
  let sum = 0;
  let count = 0;
  for (const channel of channels) {
    for (const value of channel) sum += value * value;
    count += channel.length;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

/** Largest absolute sample of all channels. */
export function peakOf(channels: readonly Float64Array[]): number {
  let peak = 0;
  for (const channel of channels) for (const value of channel) peak = Math.max(peak, Math.abs(value));
  return peak;
}

/** The sound times a factor. */
export function scaled(sound: Sound, factor: number): Sound {
  return { rate: sound.rate, channels: sound.channels.map(channel => channel.map(value => value * factor)) };
}

/** A sound that reaches full scale is brought down to 0.98 of it, as VTServer does; others stay as they are. */
export function withoutClipping(sound: Sound): Sound {
  const peak = peakOf(sound.channels);
  return peak >= 1 ? scaled(sound, SAFE_PEAK / peak) : sound;
}
