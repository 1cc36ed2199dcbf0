/** Round to the nearest integer, halves to the even one, as IEEE 754 and libsndfile do. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A sample -1..1 as an integer of `bits`; what is beyond full scale is clipped. */
export function quantise(value: number, bits: number): number {
  const scale = 2 ** (bits - 1);
  const rounded = roundHalfEven(value * scale);
  return rounded >= scale ? scale - 1 : rounded < -scale ? -scale : rounded;
}
