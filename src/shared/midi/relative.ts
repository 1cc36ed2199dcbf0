/**
 * How an endless encoder says by how many steps it was turned, in one 7-bit value:
 * - `twos`: two's complement; 1 is one up, 127 one down.
 * - `offset`: 64 is rest, 65 one up, 63 one down.
 * - `sign`: bit 6 means down; 1 is one up, 65 one down (Mackie Control).
 * - `sign2`: bit 6 means up; 65 is one up, 1 one down.
 */
export const RELATIVE_MODES = ['twos', 'offset', 'sign', 'sign2'] as const;
export type RelativeMode = (typeof RELATIVE_MODES)[number];

export function isRelativeMode(text: string): text is RelativeMode {
  return (RELATIVE_MODES as readonly string[]).includes(text);
}

/** Steps (-64..63, positive is up) that a raw value 0..127 stands for. */
export function relativeSteps(mode: RelativeMode, raw: number): number {
  switch (mode) {
    case 'twos':
      return raw < 64 ? raw : raw - 128;
    case 'offset':
      return raw - 64;
    case 'sign':
      return raw < 64 ? raw : 64 - raw;
    case 'sign2':
      return raw < 64 ? -raw : raw - 64;
  }
}
