export type FadeShape = 'linear' | 'cosine';

/** The rising flank of a fade: `length` factors from 0 to 1, both included. */
export function fadeIn(length: number, shape: FadeShape): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const w = length === 1 ? 0 : i / (length - 1);
    return shape === 'linear' ? w : (1 - Math.cos(Math.PI * w)) / 2;
  });
}

/** Fade a channel in over its first `on` samples and out over its last `off`, in place. */
export function fade(channel: Float64Array, on: number, off: number, shape: FadeShape): void {
  const rise = fadeIn(Math.min(on, channel.length), shape);
  for (let i = 0; i < rise.length; i++) channel[i] = (channel[i] as number) * (rise[i] as number);
  const fall = fadeIn(Math.min(off, channel.length), shape);
  for (let i = 0; i < fall.length; i++) {
    const at = channel.length - 1 - i;
    channel[at] = (channel[at] as number) * (fall[i] as number);
  }
}
