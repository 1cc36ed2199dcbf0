import './empty-state.css';
import { FileInput, History, Radio, Sparkles } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CallResult } from '../../../shared/contract/contract.ts';
import { dateAndTime, t } from '../../messages/translate.ts';
import { discardRecovery, openPatch, recoverPatch } from '../../model/files.ts';
import { startLearning } from '../../model/learn.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { testId } from '../../ui/test-ids.ts';
import { useDragging } from '../../ui/use-dragging.ts';

/** The empty canvas: three ways to begin, and the patches of last time. */
export function EmptyState() {
  const empty = useModelState('patch', state => state.loaded && state.document.instances.length === 0);
  const learning = useModelState('dialogs', state => state.learning || state.quickAdd !== undefined);
  const dragging = useDragging();
  if (!empty || learning) return null;
  return (
    <div className={`empty-state ${dragging ? 'dragging' : ''}`}>
      <h1>{t('empty.title')}</h1>
      <p className="muted">{t('empty.text')}</p>
      <Cards />
      <Recent />
    </div>
  );
}

function Cards() {
  const model = useModel();
  const [examples, setExamples] = useState<CallResult<'files.examples'> | undefined>(undefined);
  const showExamples = () => {
    model.link.call('files.examples', {}).then(setExamples, model.complain);
  };
  return (
    <div className="cards">
      <Card
        id="learn"
        icon={<Radio size={22} />}
        title={t('empty.learn')}
        text={t('empty.learnText')}
        onChoose={() => void startLearning(model)}
      />
      {examples ? (
        <div className="card list">
          <strong>{t('empty.example')}</strong>
          <ul>
            {examples.map((one, n) => (
              <li key={one.path}>
                <button
                  type="button"
                  data-testid={testId.example(n)}
                  title={one.summary}
                  onClick={() => void openPatch(model, one.path)}
                >
                  {one.title}
                </button>
              </li>
            ))}
          </ul>
          {examples.length === 0 && <span className="faint">{t('empty.noExamples')}</span>}
        </div>
      ) : (
        <Card
          id="example"
          icon={<Sparkles size={22} />}
          title={t('empty.example')}
          text={t('empty.exampleText')}
          onChoose={showExamples}
        />
      )}
      <Card
        id="open"
        icon={<FileInput size={22} />}
        title={t('empty.open')}
        text={t('empty.openText')}
        onChoose={() => void openPatch(model)}
      />
    </div>
  );
}

interface CardProps {
  readonly id: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  onChoose(): void;
}

function Card({ id, icon, title, text, onChoose }: CardProps) {
  return (
    <button type="button" className="card" data-testid={testId.card(id)} onClick={onChoose}>
      <span className="card-icon">{icon}</span>
      <strong>{title}</strong>
      <span className="muted">{text}</span>
    </button>
  );
}

function Recent() {
  const model = useModel();
  const recent = useModelState('host', state => state.recent);
  if (recent.length === 0) return <p className="faint">{t('empty.hint')}</p>;
  return (
    <div className="recent">
      <span className="faint">{t('menu.recent')}</span>
      {recent.slice(0, 4).map(one => (
        <Button key={one.path} tone="quiet" title={one.path} onClick={() => void openPatch(model, one.path)}>
          {one.name}
        </Button>
      ))}
    </div>
  );
}

/** Work that a crash left behind, offered above the canvas. */
export function RecoveryOffer() {
  const model = useModel();
  const recoveries = useModelState('host', state => state.recoveries);
  return recoveries.map(one => (
    <div key={one.id} className="offer-bar" role="status">
      <History size={15} />
      <span className="grow">
        {t('recover.text', {
          name: one.name === '' ? t('file.untitled') : one.name,
          time: dateAndTime(one.savedAt),
        })}
      </span>
      <Button
        tone="main"
        data-testid={testId.recover(one.id)}
        onClick={() => void recoverPatch(model, one.id)}
      >
        {t('recover.take')}
      </Button>
      <Button onClick={() => void discardRecovery(model, one.id)}>{t('recover.discard')}</Button>
    </div>
  ));
}
