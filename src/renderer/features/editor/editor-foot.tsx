import { count, milliseconds, t } from '../../messages/translate.ts';
import { saveDoc } from '../../model/editor-files.ts';
import { currentDoc } from '../../model/editor-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { hourAndMinute } from './hour-and-minute.ts';

const MEBIBYTE = 1024 * 1024;
const MARKS = { starting: 'waiting', running: 'ok', restarting: 'waiting', failed: 'error' } as const;

/** How the script does, and the button that saves. */
export function EditorFoot() {
  const model = useModel();
  const doc = useModelState('editor', currentDoc);
  return (
    <footer className="editor-foot">
      <SandboxState />
      <span className="grow" />
      {doc && (
        <Button
          tone={doc.dirty ? 'main' : 'plain'}
          disabled={!doc.dirty || doc.saving}
          data-testid="editor-save"
          title={t('editor.saveHint')}
          onClick={() => void saveDoc(model, doc.key)}
        >
          {t('editor.save')}
        </Button>
      )}
    </footer>
  );
}

function SandboxState() {
  const instance = useModelState('editor', state => state.instance) ?? '';
  const status = useModelState('editor', state => state.status.get(instance));
  if (!status) return <span className="faint">{instance}</span>;
  const { state, loadedAt, diagnostics, restarts, memory, p95, calls } = status;
  const old = diagnostics.length > 0;
  const what =
    loadedAt !== undefined && (old || state === 'running')
      ? t(old ? 'editor.runs' : 'editor.running', { time: hourAndMinute(loadedAt) })
      : t(`editor.state.${state}`);
  return (
    <>
      <StatusMark status={old ? 'error' : MARKS[state]} label={what} />
      <span data-testid="editor-state">
        {instance} · {what}
      </span>
      {restarts > 0 && <span className="warn">{t('editor.restarts', { n: restarts })}</span>}
      <span className="faint number" title={t('editor.memoryHint')}>
        {(memory / MEBIBYTE).toFixed(1)} MB
      </span>
      <span className="faint number" title={t('editor.callsHint', { n: count(calls) })}>
        {t('editor.p95', { ms: milliseconds(p95) })}
      </span>
    </>
  );
}
