/** The largest sounds that are read. */
export interface SoundLimits {
  /** Samples in all channels together. */
  readonly samples: number;
  /** Bytes of a file. */
  readonly bytes: number;
}

/** A quarter of an hour of mono at 44.1 kHz: as 64-bit numbers it takes 320 MB, and a module may need it three times. */
export const DEFAULT_SOUND_LIMITS: SoundLimits = { samples: 40_000_000, bytes: 1_000_000_000 };
