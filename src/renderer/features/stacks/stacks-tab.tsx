import './stacks.css';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { JobList } from './job-list.tsx';
import { type Picture, SoundView } from './sound-view.tsx';
import { StackList } from './stack-list.tsx';
import { usePreview } from './use-preview.ts';

/** The sound stacks of the patch: edit one, see and hear it before and after, watch the jobs. */
function StacksTab() {
  const view = useModelState('graph', state => state.view);
  const chosen = useModelState('selection', state => state.instances);
  const stacks = [...view.values()].map(one => one.decl).filter(decl => decl.backend === 'stack');
  const [name, setName] = useState('');
  const decl = stacks.find(one => chosen.has(one.name)) ?? stacks.find(one => one.name === name) ?? stacks[0];
  if (!decl) return <EmptyNote title={t('stacks.none')} text={t('stacks.noneText')} />;
  return (
    <div className="stacks-tab">
      <section aria-label={t('stacks.stack')}>
        {stacks.length > 1 && (
          <select
            className="input"
            value={decl.name}
            aria-label={t('stacks.which')}
            onChange={event => setName(event.target.value)}
          >
            {stacks.map(one => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        )}
        <StackList decl={decl} />
      </section>
      <Listening key={decl.name} decl={decl} />
      <section aria-label={t('stacks.jobs')}>
        <JobList />
      </section>
    </div>
  );
}

/** Before and after, side by side for the eye and one after the other for the ear. */
function Listening({ decl }: { readonly decl: InstanceDecl }) {
  const [picture, setPicture] = useState<Picture>('spectrum');
  const { before, after, running, fault } = usePreview(decl);
  const voice = `preview ${decl.name}`;
  return (
    <section className="listening" aria-label={t('stacks.listen')}>
      <div className="listening-head">
        <label>
          {t('stacks.picture')}{' '}
          <select
            className="input"
            value={picture}
            onChange={event => setPicture(event.target.value as Picture)}
          >
            <option value="spectrum">{t('stacks.spectrum')}</option>
            <option value="wave">{t('stacks.wave')}</option>
          </select>
        </label>
        <span className="faint" role="status" data-testid="stack-state">
          {running ? t('stacks.computing') : fault === '' && after !== undefined ? t('stacks.ready') : ''}
        </span>
      </div>
      {fault !== '' && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
      <div className="sounds">
        <SoundView title={t('stacks.before')} file={before} picture={picture} voice={voice} />
        <SoundView title={t('stacks.after')} file={after} picture={picture} voice={voice} />
      </div>
    </section>
  );
}

export const stacksPanel: PanelSpec = {
  id: 'sound',
  title: t('stacks.title'),
  region: 'bottom',
  component: StacksTab,
};
