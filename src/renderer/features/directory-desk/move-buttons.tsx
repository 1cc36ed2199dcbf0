import { ChevronDown, ChevronUp } from 'lucide-react';
import { t } from '../../messages/translate.ts';
import { IconButton } from '../../ui/button.tsx';

interface MoveButtonsProps {
  readonly name: string;
  readonly canUp: boolean;
  readonly canDown: boolean;
  onMove(by: -1 | 1): void;
}

export function MoveButtons({ name, canUp, canDown, onMove }: MoveButtonsProps) {
  return (
    <span className="move-buttons">
      <IconButton label={t('desk.up', { name })} disabled={!canUp} onClick={() => onMove(-1)}>
        <ChevronUp size={14} />
      </IconButton>
      <IconButton label={t('desk.down', { name })} disabled={!canDown} onClick={() => onMove(1)}>
        <ChevronDown size={14} />
      </IconButton>
    </span>
  );
}
