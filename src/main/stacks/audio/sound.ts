/** A sound in memory. Full scale is -1..1; values beyond it are kept until the sound is written as integers. */
export interface Sound {
  /** Sampling rate in Hz. */
  readonly rate: number;
  /** One array per channel, all of the same length; at least one. */
  readonly channels: readonly Float64Array[];
}

/** What the head of a sound file says. */
export interface SoundInfo {
  /** Hz. */
  readonly rate: number;
  readonly channels: number;
  /** Samples in each channel. */
  readonly length: number;
  /** Bits of one sample as stored. */
  readonly bits: number;
  readonly format: string;
}

/** Samples in each channel. */
export function lengthOf(sound: Sound): number {
  return sound.channels[0]?.length ?? 0;
}

/** The sound with each channel passed through `fn`. */
export function mapChannels(sound: Sound, fn: (channel: Float64Array) => Float64Array): Sound {
  return { rate: sound.rate, channels: sound.channels.map(fn) };
}

/** A channel by number; silence of no length where there is none. */
export function channelOf(sound: Sound, index: number): Float64Array {
  return sound.channels[index] ?? new Float64Array(0);
}
