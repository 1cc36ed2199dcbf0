import { useCallback } from 'react';
import { useModel } from './use-model.ts';

/**
 * A ref callback that keeps an element painted with the value of a channel, past React. `paint` must be stable; NaN
 * stands for "no value yet".
 */
export function useLiveRef<E extends Element>(
  index: number,
  paint: (element: E, value: number) => void,
): (element: E | null) => (() => void) | undefined {
  const { live } = useModel();
  return useCallback(
    (element: E | null) => {
      if (!element) return undefined;
      paint(element, live.get(index));
      return live.watch(index, value => paint(element, value));
    },
    [live, index, paint],
  );
}

/** A ref callback that makes an element shine for a moment at each event on any of the channels. */
export function useGlowRef<E extends Element>(
  indexes: readonly number[],
  paint: (element: E, strength: number) => void,
): (element: E | null) => (() => void) | undefined {
  const { live, glow } = useModel();
  return useCallback(
    (element: E | null) => {
      if (!element) return undefined;
      const shine = (strength: number) => paint(element, strength);
      const flash = (value: number) => {
        if (!Number.isNaN(value)) glow.flash(element, shine);
      };
      const ends = indexes.map(index => live.watch(index, flash));
      return () => ends.forEach(end => end());
    },
    [live, glow, indexes, paint],
  );
}
