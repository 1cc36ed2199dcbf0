import { useCallback } from 'react';
import { encodeValues } from '../../../shared/contract/values.ts';
import { useIndexes } from '../../model/use-channels.ts';
import { useModel } from '../../model/use-model.ts';
import type { InstanceView } from '../../model/graph-view.ts';

/** The place of a control's channel in value frames, and how a hand's move is sent. */
export function useControl(
  view: InstanceView,
  spec: string,
): { readonly index: number; send(value: number): void } {
  const { link, live } = useModel();
  const index = useIndexes(view.decl, spec)[0] ?? -1;
  const send = useCallback(
    (value: number) => {
      if (index < 0) return;
      const kept = Math.min(1, Math.max(0, value));
      link.sendValues(encodeValues([index], [kept], 1));
      // Shown at once: the way to the engine and back would be felt as a drag on the finger.
      live.move(index, kept);
    },
    [link, live, index],
  );
  return { index, send };
}
