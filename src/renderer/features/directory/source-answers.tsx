import type { SourceAnswer } from '../../../shared/contract/calls/directory.ts';
import { t } from '../../messages/translate.ts';

interface SourceAnswersProps {
  readonly answers: readonly SourceAnswer[];
  readonly busy: boolean;
}

/** One line for each source that has something to say: that it still searches, or why it gave nothing. */
export function SourceAnswers({ answers, busy }: SourceAnswersProps) {
  const telling = answers.filter(one => one.state !== 'ok');
  if (telling.length === 0)
    return busy && answers.length === 0 ? <p className="library-note">{t('library.searching')}</p> : null;
  return (
    <ul className="answers" aria-live="polite" data-testid="source-answers">
      {telling.map(one => (
        <li
          key={one.source}
          className={one.state === 'pending' ? 'faint' : 'answer-fault'}
          title={one.reason}
        >
          <strong>{one.source}</strong>: {t(`answer.${one.state}`, { n: one.count })}
          {one.state === 'error' || one.state === 'unavailable' ? ` – ${one.reason}` : ''}
        </li>
      ))}
    </ul>
  );
}
