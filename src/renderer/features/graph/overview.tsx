import { memo, useCallback } from 'react';
import { useStoreApi } from 'reactflow';
import { useModel } from '../../model/use-model.ts';
import { OverviewPainter } from './overview-painter.ts';
import { useFlow } from './use-flow.ts';

/** Far away, a large patch is one picture: React Flow keeps only panning and zooming. */
export const Overview = memo(function Overview() {
  const model = useModel();
  const flow = useFlow();
  const view = useStoreApi();
  const start = useCallback(
    (canvas: HTMLCanvasElement | null) => {
      if (!canvas) return undefined;
      return new OverviewPainter(canvas, model, flow, () => view.getState().transform).start();
    },
    [model, flow, view],
  );
  return <canvas className="overview" ref={start} aria-hidden />;
});
