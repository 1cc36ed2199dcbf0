import { DEFAULT_RANGES, TAG } from '../../../shared/osc/tags.ts';

const MIN = new Float64Array(256);
const SPAN = new Float64Array(256);
for (const [type, [min, max]] of Object.entries(DEFAULT_RANGES)) {
  MIN[type.charCodeAt(0)] = min;
  SPAN[type.charCodeAt(0)] = max - min;
}

/** True for types whose number lies in a range. */
export function isScaled(tag: number): boolean {
  return SPAN[tag] !== 0;
}

/** True for types that stand for 1 or 0 themselves. */
export function isConstant(tag: number): boolean {
  return tag === TAG.true || tag === TAG.false || tag === TAG.impulse || tag === TAG.nil;
}

/**
 * The value 0..1 of a received number (beyond it when the number is out of its range; the router clamps). The range is
 * that of the type when `min` is NaN.
 */
export function toValue(tag: number, number: number, min: number, span: number): number {
  if (min === min) return (number - min) / span;
  return (number - (MIN[tag] as number)) / (SPAN[tag] as number);
}
