import { Maximize, Minus, Plus } from 'lucide-react';
import { useReactFlow, useStore } from 'reactflow';
import { t } from '../../messages/translate.ts';
import { useFit } from './use-fit.ts';
import { IconButton } from '../../ui/button.tsx';

export function ZoomControls() {
  const flow = useReactFlow();
  const fit = useFit();
  const percent = useStore(state => Math.round(state.transform[2] * 100));
  return (
    <div className="zoom-controls">
      <IconButton label={t('canvas.zoomOut')} onClick={() => void flow.zoomOut()}>
        <Minus size={14} />
      </IconButton>
      <button
        type="button"
        className="zoom-percent number"
        title={t('canvas.zoomReset')}
        onClick={() => void flow.zoomTo(1)}
      >
        {percent} %
      </button>
      <IconButton label={t('canvas.zoomIn')} onClick={() => void flow.zoomIn()}>
        <Plus size={14} />
      </IconButton>
      <IconButton label={t('canvas.fit')} onClick={() => fit()}>
        <Maximize size={13} />
      </IconButton>
    </div>
  );
}
