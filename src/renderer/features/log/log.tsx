import './log.css';
import { t, timeOfDay } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';

/** What the engine and its plugins write. */
function Log() {
  const lines = useModelState('monitor', state => state.lines);
  if (lines.length === 0) return <EmptyNote title={t('log.empty')} text={t('log.emptyText')} />;
  return (
    <VirtualList
      items={lines}
      rowHeight={20}
      label={t('log.title')}
      stick
      keyOf={line => line.seq}
      row={line => (
        <div className={`log-line mono ${line.level}`} title={line.text}>
          <span className="faint">{timeOfDay(line.time)}</span>
          <span className="log-level">{line.level}</span>
          <span className="log-source ellipsis">{line.source}</span>
          <span className="grow ellipsis">{line.text}</span>
        </div>
      )}
    />
  );
}

export const logPanel: PanelSpec = { id: 'log', title: t('log.title'), region: 'bottom', component: Log };
