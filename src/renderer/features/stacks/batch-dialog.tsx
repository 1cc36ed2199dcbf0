import './batch.css';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { cancelBatch, runBatch } from '../../model/stack-batch.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { BatchExport } from './batch-save.tsx';
import { type BatchSource, type ChosenAxis, gridOf } from './batch-grid.ts';
import { BatchParameters } from './batch-parameters.tsx';
import { BatchSources } from './batch-sources.tsx';
import { BatchProgress, BatchTable } from './batch-table.tsx';
import { baseName } from './sound-paths.ts';
import { filesOf } from './stack-items.ts';

/** One stack over many sounds and values, with a table of what came of it. */
export function BatchDialog({ decl, close }: { readonly decl: InstanceDecl; close(): void }) {
  const model = useModel();
  const batch = useModelState('stacks', state => state.batch);
  const [sources, setSources] = useState<readonly BatchSource[]>(() => ownSource(decl));
  const [chosen, setChosen] = useState<readonly ChosenAxis[]>([]);
  const running = batch?.endedAt === 0;
  const tasks = gridOf(decl, sources, chosen);
  const run = () => {
    if (typeof tasks === 'string') return;
    const parameters = chosen.map(one => one.axis.name);
    void runBatch(model.link, model.stacks, { instance: decl.name, parameters, tasks });
  };
  const values = typeof tasks === 'string' ? 0 : tasks.length / sources.length;
  return (
    <Dialog
      label={t('batch.title', { name: decl.name })}
      className="batch-dialog"
      testId="batch-dialog"
      onClose={close}
    >
      <header>
        <h2>{t('batch.title', { name: decl.name })}</h2>
        <p className="muted">{t('batch.text')}</p>
      </header>
      <fieldset className="batch-setup" disabled={running}>
        <BatchSources decl={decl} own={ownSource(decl)} sources={sources} choose={setSources} />
        <BatchParameters decl={decl} chosen={chosen} choose={setChosen} />
        <div className="batch-go">
          <Button tone="main" data-testid="batch-run" disabled={typeof tasks === 'string'} onClick={run}>
            {t('batch.run')}
          </Button>
          <span className="faint" role="status" data-testid="batch-count">
            {typeof tasks === 'string'
              ? tasks
              : t('batch.count', { files: sources.length, values, n: tasks.length })}
          </span>
        </div>
      </fieldset>
      {batch && <BatchTable batch={batch} />}
      <footer className="batch-foot">
        {batch && <BatchProgress batch={batch} />}
        {running && (
          <Button data-testid="batch-cancel" onClick={() => cancelBatch(model.link, model.stacks)}>
            {t('dialog.cancel')}
          </Button>
        )}
        {batch && !running && <BatchExport batch={batch} />}
        <Button onClick={close} title={running ? t('batch.closeHint') : undefined}>
          {t('batch.close')}
        </Button>
      </footer>
    </Dialog>
  );
}

/** The instance's own sound; several are joined, as the instance does it. */
function ownSource(decl: InstanceDecl): readonly BatchSource[] {
  const files = filesOf(decl);
  if (files.length === 0) return [];
  return [{ name: files.map(baseName).join(' + '), file: files.length === 1 ? files[0] : files }];
}
