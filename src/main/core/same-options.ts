import type { OptionValue, Options } from '../../shared/patch/options.ts';

/** True when both hold the same options in the same order: for some backends (OSC patterns) the order counts. */
export function sameOptions(a: Options, b: Options): boolean {
  if (a === b) return true;
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([name, value], i) => {
      const other = right[i];
      return other !== undefined && other[0] === name && sameValue(value, other[1]);
    })
  );
}

function sameValue(a: OptionValue, b: OptionValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
