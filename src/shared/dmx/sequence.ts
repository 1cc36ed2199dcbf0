/**
 * True when a packet with sequence number `next` is late or a repeat, after `last` was taken (both 0 to 255, wrapping):
 * it lies up to 19 behind. Farther back means that the sender started anew (ANSI E1.31-2018, 6.7.2).
 */
export function isLate(last: number, next: number): boolean {
  const ahead = ((next - last) << 24) >> 24;
  return ahead <= 0 && ahead > -20;
}
