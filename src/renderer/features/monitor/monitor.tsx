import './monitor.css';
import { Pause, Play, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { MonitorEvent } from '../../../shared/contract/calls/monitor.ts';
import { count, t } from '../../messages/translate.ts';
import { loadRecent, setPaused } from '../../model/monitor-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { EventRow } from './event-row.tsx';
import { type NamedEvent, parseFilter } from './monitor-filter.ts';
import { WhyPane } from './why-pane.tsx';

/** The last events, as they pass. */
function Monitor() {
  const model = useModel();
  const paused = useModelState('monitor', state => state.paused);
  const events = useNamedEvents();
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  useWatch();
  return (
    <div
      className="monitor"
      onKeyDown={event => {
        if (event.key !== ' ' || event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        setPaused(model.monitor, model.link, !paused);
      }}
    >
      <MonitorBar />
      <div className="monitor-body">
        {events.length === 0 ? (
          <EmptyNote title={t('monitor.empty')} text={t('monitor.emptyText')} />
        ) : (
          <VirtualList
            className="monitor-list"
            items={events}
            rowHeight={22}
            label={t('monitor.title')}
            stick={!paused}
            keyOf={one => one.event.seq}
            row={one => (
              <EventRow
                named={one}
                chosen={one.event.seq === chosen}
                onChoose={() => setChosen(one.event.seq === chosen ? undefined : one.event.seq)}
              />
            )}
          />
        )}
        {chosen !== undefined && <WhyPane key={chosen} seq={chosen} onClose={() => setChosen(undefined)} />}
      </div>
    </div>
  );
}

export const monitorPanel: PanelSpec = {
  id: 'monitor',
  title: t('monitor.title'),
  region: 'bottom',
  component: Monitor,
};

function MonitorBar() {
  const model = useModel();
  const paused = useModelState('monitor', state => state.paused);
  const held = useModelState('monitor', state => state.held);
  const filter = useModelState('monitor', state => state.filter);
  return (
    <div className="monitor-bar">
      <IconButton
        label={t(paused ? 'monitor.resume' : 'monitor.pause')}
        data-testid="monitor-pause"
        on={paused}
        onClick={() => setPaused(model.monitor, model.link, !paused)}
      >
        {paused ? <Play size={14} /> : <Pause size={14} />}
      </IconButton>
      <input
        className="input mono grow"
        type="search"
        data-testid="monitor-filter"
        aria-label={t('monitor.filter')}
        placeholder={t('monitor.filterHint')}
        spellCheck={false}
        value={filter}
        onChange={event => model.monitor.setState({ filter: event.currentTarget.value })}
      />
      {paused && <span className="monitor-held number">{t('monitor.held', { n: count(held) })}</span>}
      <IconButton label={t('monitor.clear')} onClick={() => model.monitor.setState({ events: [] })}>
        <Trash2 size={14} />
      </IconButton>
    </div>
  );
}

/** Events stream to this window only while the list is open. */
function useWatch(): void {
  const model = useModel();
  const open = useModelState('host', state => state.link === 'open');
  useEffect(() => {
    if (!open) return;
    const watch = (on: boolean) => void model.link.call('monitor.watch', { on }).catch(() => undefined);
    watch(true);
    if (!model.monitor.getState().paused) void loadRecent(model.monitor, model.link);
    return () => watch(false);
  }, [model, open]);
}

function useNamedEvents(): readonly NamedEvent[] {
  const events = useModelState('monitor', state => state.events);
  const filter = useModelState('monitor', state => state.filter);
  const channelAt = useModelState('devices', state => state.channelAt);
  const names = useModelState('names', state => state.names);
  // Thousands of events name few channels: each is put into words once.
  const places = useMemo(
    () =>
      new Map(
        [...channelAt].map(([index, { instance, channel }]) => {
          const name = names.get(`${instance}.${channel}`)?.name ?? '';
          return [index, { instance, channel, name }] as const;
        }),
      ),
    [channelAt, names],
  );
  return useMemo(() => {
    const named = events.map(event => ({ event, ...(places.get(event.channel) ?? unknownPlace(event)) }));
    return filter === '' ? named : named.filter(parseFilter(filter));
  }, [events, filter, places]);
}

/** An event of a channel that is gone meanwhile. */
function unknownPlace({ channel }: MonitorEvent) {
  return { instance: '?', channel: `#${channel}`, name: '' };
}
