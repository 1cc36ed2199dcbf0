import './status-bar.css';
import { CircleAlert } from 'lucide-react';
import { count, milliseconds, t } from '../../messages/translate.ts';
import { showBottomTab } from '../../model/settings-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';

/** How the engine is doing, in one line. */
export function StatusBar() {
  const link = useModelState('host', state => state.link);
  const info = useModelState('host', state => state.info);
  return (
    <footer className="status" data-testid="status">
      <span className={`status-link ${link}`} data-testid="status-link">
        <span className="status-dot" />
        {t(`link.${link}`)}
      </span>
      <Numbers />
      <span className="grow" />
      <Selection />
      <ProblemCount />
      {info && (
        <span className="faint">
          {t(info.host === 'electron' ? 'status.desktop' : 'status.headless')} {info.version}
        </span>
      )}
    </footer>
  );
}

function Numbers() {
  const stats = useModelState('monitor', state => state.stats);
  if (!stats) return null;
  const lost = stats.dropped + stats.coalesced;
  return (
    <>
      <span className="number" data-testid="status-rate">
        {t('status.rate', { n: count(stats.eventsPerSecond) })}
      </span>
      <span className="number" data-testid="status-p99" title={t('status.p99Hint')}>
        {t('status.p99', { ms: milliseconds(stats.p99) })}
      </span>
      <span
        className={`number ${lost > 0 ? 'status-lost' : ''}`}
        data-testid="status-drops"
        title={t('status.dropsHint', {
          dropped: count(stats.dropped),
          coalesced: count(stats.coalesced),
          refused: count(stats.refused),
        })}
      >
        {t('status.drops', { n: count(lost) })}
      </span>
    </>
  );
}

function Selection() {
  const n = useModelState('selection', state => state.instances.size + state.wires.size);
  return n === 0 ? null : <span className="number">{t('status.selected', { n })}</span>;
}

function ProblemCount() {
  const model = useModel();
  const n = useModelState('problems', state => state.problems.length);
  const bad = useModelState('problems', state => state.problems.some(one => one.severity === 'error'));
  if (n === 0) return null;
  return (
    <button
      type="button"
      className={`status-problems ${bad ? 'error' : ''}`}
      data-testid="status-problems"
      onClick={() => showBottomTab(model.settings, 'problems')}
    >
      <CircleAlert size={12} /> {t(n === 1 ? 'status.problem' : 'status.problems', { n })}
    </button>
  );
}
