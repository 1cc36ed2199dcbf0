/** A channel's value: a finite number from 0 to 1. */
export type Value = number;

/** Clamp into 0..1. NaN stays NaN: ask `isFiniteNumber` first. */
export function clamp01(value: number): Value {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** True for what may enter the router (after clamping): not NaN, not infinite. */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** The value as a person reads it: three decimals, never "-0.000". */
export function formatValue(value: number): string {
  const text = value.toFixed(3);
  return text === '-0.000' ? '0.000' : text;
}
