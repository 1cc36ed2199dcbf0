import { useMemo } from 'react';
import { getViewportForBounds, useReactFlow, useStoreApi } from 'reactflow';
import { boundsOf } from './node-size.ts';
import { useFlow } from './use-flow.ts';

const DURATION = 200;

/** Brings nodes into view: those named, or all. It works from the model, so also while React Flow draws none. */
export function useFit(): (names?: ReadonlySet<string>, smooth?: boolean) => void {
  const flow = useFlow();
  const view = useReactFlow();
  const store = useStoreApi();
  return useMemo(
    () =>
      (names, smooth = true) => {
        const { nodes } = flow.store.getState();
        const bounds = boundsOf(names && names.size > 0 ? nodes.filter(node => names.has(node.id)) : nodes);
        const { width, height, minZoom } = store.getState();
        if (!bounds || width === 0) return;
        const viewport = getViewportForBounds(bounds, width, height, minZoom, 1, 0.2);
        void view.setViewport(viewport, { duration: smooth ? DURATION : 0 });
      },
    [flow, view, store],
  );
}
