import { memo } from 'react';
import { formatValue } from '../../../shared/signal/value.ts';
import { t, timeOfDay } from '../../messages/translate.ts';
import type { NamedEvent } from './monitor-filter.ts';

interface EventRowProps {
  readonly named: NamedEvent;
  readonly chosen: boolean;
  onChoose(): void;
}

export const EventRow = memo(function EventRow({ named, chosen, onChoose }: EventRowProps) {
  const { event, instance, channel, name } = named;
  const incoming = event.direction === 'in';
  return (
    <button
      type="button"
      className={`event-row ${chosen ? 'chosen' : ''}`}
      aria-expanded={chosen}
      title={t('monitor.whyHint')}
      data-testid="monitor-row"
      onClick={onChoose}
    >
      <span className="faint number event-time">{timeOfDay(event.time)}</span>
      <span
        className={`event-way ${event.direction}`}
        aria-label={t(incoming ? 'monitor.in' : 'monitor.out')}
      >
        {incoming ? '▸' : '◂'}
      </span>
      <span className="event-device ellipsis">{instance}</span>
      <span className="event-channel ellipsis">
        {name !== '' && <span className="event-name">{name}</span>}
        <span className={`mono ${name === '' ? '' : 'faint'}`}>{channel}</span>
      </span>
      <span className="event-bar">
        <span style={{ transform: `scaleX(${event.value})` }} />
      </span>
      <span className="number event-value">{formatValue(event.value)}</span>
      <span className="faint number event-cause">
        {event.cause > 0 ? `← #${event.cause}` : `#${event.seq}`}
      </span>
    </button>
  );
});
