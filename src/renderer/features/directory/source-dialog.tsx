import './source-dialog.css';
import { useState } from 'react';
import type { DirectoryScope, SourceBackendInfo } from '../../../shared/contract/calls/directory.ts';
import type { SourceConfig } from '../../../shared/plugin/source.ts';
import { t } from '../../messages/translate.ts';
import { saveSource } from '../../model/directory-actions.ts';
import type { SourceRequest } from '../../model/dialogs-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { testId } from '../../ui/test-ids.ts';
import { newSource } from './source-draft.ts';
import { SourceFields } from './source-fields.tsx';

/** Adds a source, or changes one. */
export function SourceDialog() {
  const request = useModelState('dialogs', state => state.source);
  return request ? <OpenSourceDialog key={request.name ?? ''} request={request} /> : null;
}

interface Draft {
  readonly config: SourceConfig;
  readonly scope: DirectoryScope;
}

function OpenSourceDialog({ request }: { readonly request: SourceRequest }) {
  const model = useModel();
  const backends = useModelState('directory', state => state.backends);
  const sources = useModelState('directory', state => state.sources);
  const before = sources.find(one => one.name === request.name);
  const [draft, setDraft] = useState<Draft | undefined>(
    before && { config: before.config, scope: before.scope },
  );
  const close = () => model.dialogs.setState({ source: undefined });
  const choose = (backend: SourceBackendInfo) => {
    const taken = sources.map(one => one.name);
    setDraft({ config: newSource(backend, taken, request.instance), scope: 'patch' });
  };
  const title = before ? t('source.change', { name: before.name }) : t('source.new');
  return (
    <Dialog label={title} className="source-dialog" testId="source-dialog" onClose={close}>
      <header>
        <h2>{title}</h2>
        {!draft && <p className="muted">{t('source.newText')}</p>}
      </header>
      {draft ? (
        <SourceForm
          draft={draft}
          change={setDraft}
          before={before?.name}
          back={before ? undefined : () => setDraft(undefined)}
          close={close}
        />
      ) : (
        <Kinds
          backends={request.instance === undefined ? backends : backends.filter(one => one.binds)}
          onChoose={choose}
        />
      )}
    </Dialog>
  );
}

interface KindsProps {
  readonly backends: readonly SourceBackendInfo[];
  onChoose(backend: SourceBackendInfo): void;
}

function Kinds({ backends, onChoose }: KindsProps) {
  return (
    <ul className="source-kind-list" aria-label={t('source.backends')}>
      {backends.map(one => (
        <li key={one.name}>
          <button
            type="button"
            className="source-kind"
            data-testid={testId.sourceKind(one.name)}
            onClick={() => onChoose(one)}
          >
            <strong>{one.title}</strong>
            <span>{one.summary}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface SourceFormProps {
  readonly draft: Draft;
  change(draft: Draft): void;
  readonly before: string | undefined;
  readonly back: (() => void) | undefined;
  close(): void;
}

function SourceForm({ draft, change, before, back, close }: SourceFormProps) {
  const model = useModel();
  const [fault, setFault] = useState('');
  const save = async () => {
    const wrong = await saveSource(model, draft.config, draft.scope, before);
    setFault(wrong);
    if (wrong === '') close();
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="source-fields">
        <SourceFields
          config={draft.config}
          change={config => change({ ...draft, config })}
          scope={draft.scope}
          onScope={before === undefined ? scope => change({ ...draft, scope }) : undefined}
        />
      </div>
      {fault !== '' && (
        <p className="field-error" role="alert" data-testid="source-fault">
          {fault}
        </p>
      )}
      <div className="dialog-actions">
        {back && (
          <Button tone="quiet" onClick={back}>
            {t('source.back')}
          </Button>
        )}
        <span className="grow" />
        <Button onClick={close}>{t('dialog.cancel')}</Button>
        <Button tone="main" type="submit" data-testid="source-save">
          {t(before === undefined ? 'source.add' : 'source.save')}
        </Button>
      </div>
    </form>
  );
}
