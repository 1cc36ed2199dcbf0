import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MonitorEvent } from '../../../shared/contract/calls/monitor.ts';
import { formatValue } from '../../../shared/signal/value.ts';
import { t, timeOfDay } from '../../messages/translate.ts';
import { reveal } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';

interface WhyPaneProps {
  readonly seq: number;
  onClose(): void;
}

/** The chain of events that led to one; each step leads to its device on the canvas. */
export function WhyPane({ seq, onClose }: WhyPaneProps) {
  const model = useModel();
  const [chain, setChain] = useState<readonly MonitorEvent[] | undefined>(undefined);
  useEffect(() => {
    let current = true;
    model.link.call('monitor.why', { seq }).then(
      found => {
        if (current) setChain(found);
      },
      (thrown: unknown) => {
        if (current) model.complain(thrown);
      },
    );
    return () => {
      current = false;
    };
  }, [model, seq]);
  return (
    <aside className="why" aria-label={t('why.title')} data-testid="why">
      <header>
        <strong className="grow">{t('why.title')}</strong>
        <IconButton label={t('why.close')} onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      {chain?.length === 0 && <p className="faint">{t('why.forgotten')}</p>}
      <ol>
        {chain?.map((event, i) => (
          <WhyStep key={event.seq} event={event} first={chain[0]} root={i === 0} />
        ))}
      </ol>
    </aside>
  );
}

function WhyStep({
  event,
  first,
  root,
}: {
  readonly event: MonitorEvent;
  readonly first: MonitorEvent | undefined;
  readonly root: boolean;
}) {
  const model = useModel();
  const channel = useModelState('devices', state => state.channelAt.get(event.channel));
  const name = useModelState(
    'names',
    state => state.names.get(`${channel?.instance}.${channel?.channel}`)?.name,
  );
  const later = first ? event.time - first.time : 0;
  const instance = channel?.instance ?? '?';
  return (
    <li>
      <button type="button" onClick={() => reveal(model.selection, { instances: [instance] })}>
        {name !== undefined && <strong className="why-name ellipsis">{name}</strong>}
        <span className={`mono ${name === undefined ? '' : 'faint'}`}>
          {instance}.{channel?.channel ?? event.channel}
        </span>
        <span className="faint">
          {root && event.cause === 0
            ? t('why.outside', { time: timeOfDay(event.time) })
            : t(event.direction === 'in' ? 'why.sent' : 'why.received', { ms: later.toFixed(2) })}
        </span>
        <span className="number">{formatValue(event.value)}</span>
      </button>
    </li>
  );
}
