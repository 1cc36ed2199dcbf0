import './stacks.css';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { placeBackend } from '../../model/patch-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { CleanButton, JobList } from './job-list.tsx';
import { Listening } from './listening.tsx';
import { SoundFiles } from './sound-files.tsx';
import { filesOf } from './stack-items.ts';
import { StackList } from './stack-list.tsx';

/** The sound stacks of the patch: edit one, see and hear it before and after, watch the jobs. */
function StacksTab() {
  const view = useModelState('graph', state => state.view);
  const chosen = useModelState('selection', state => state.instances);
  const stacks = [...view.values()].map(one => one.decl).filter(decl => decl.backend === 'stack');
  const [name, setName] = useState('');
  const decl = stacks.find(one => chosen.has(one.name)) ?? stacks.find(one => one.name === name) ?? stacks[0];
  if (!decl) return <NoStack />;
  if (filesOf(decl).length === 0) {
    return (
      <div className="stacks-tab no-sound">
        <Which decl={decl} stacks={stacks} choose={setName} />
        <SoundFiles decl={decl} />
      </div>
    );
  }
  return (
    <div className="stacks-tab">
      <section aria-label={t('stacks.stack')}>
        <Which decl={decl} stacks={stacks} choose={setName} />
        <SoundFiles decl={decl} />
        <StackList decl={decl} />
      </section>
      <Listening key={decl.name} decl={decl} />
      <section aria-label={t('stacks.jobs')}>
        <div className="job-head">
          <BatchButton key={decl.name} decl={decl} />
          <CleanButton />
        </div>
        <JobList />
      </section>
    </div>
  );
}

export const stacksPanel: PanelSpec = {
  id: 'sound',
  title: t('stacks.title'),
  region: 'bottom',
  component: StacksTab,
};

function NoStack() {
  const model = useModel();
  const manifest = useModelState('devices', state => state.manifests.get('stack'));
  const places = Object.values(useModelState('patch', state => state.document.layout.nodes));
  // Below what is there: nothing is covered.
  const y = places.length === 0 ? 120 : Math.max(...places.map(one => one.y)) + 200;
  return (
    <EmptyNote title={t('stacks.none')} text={t('stacks.noneText')}>
      {manifest && (
        <Button data-testid="add-stack" onClick={() => void placeBackend(model, manifest, { x: 120, y })}>
          {t('stacks.create')}
        </Button>
      )}
    </EmptyNote>
  );
}

interface WhichProps {
  readonly decl: InstanceDecl;
  readonly stacks: readonly InstanceDecl[];
  choose(name: string): void;
}

function Which({ decl, stacks, choose }: WhichProps) {
  if (stacks.length < 2) return null;
  return (
    <select
      className="input"
      value={decl.name}
      aria-label={t('stacks.which')}
      onChange={event => choose(event.target.value)}
    >
      {stacks.map(one => (
        <option key={one.name}>{one.name}</option>
      ))}
    </select>
  );
}

function BatchButton({ decl }: { readonly decl: InstanceDecl }) {
  const [open, setOpen] = useState(false);
  const running = useModelState('stacks', state => state.batch?.endedAt === 0);
  return (
    <>
      <Button data-testid="batch" onClick={() => setOpen(true)}>
        {t(running ? 'batch.openRunning' : 'batch.open')}
      </Button>
      {open && <BatchDialog decl={decl} close={() => setOpen(false)} />}
    </>
  );
}
