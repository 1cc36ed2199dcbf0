import { t } from '../../messages/translate.ts';
import { settleConflict } from '../../model/editor-files.ts';
import { currentDoc } from '../../model/editor-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { hourAndMinute } from './hour-and-minute.ts';

/** What the reader of the text must know: another version runs, or the file is another by now. */
export function EditorNotes() {
  return (
    <>
      <ConflictNote />
      <RefusedNote />
    </>
  );
}

function ConflictNote() {
  const model = useModel();
  const doc = useModelState('editor', currentDoc);
  if (doc?.conflict !== true) return null;
  return (
    <div className="editor-note warn" role="alert" data-testid="editor-conflict">
      <span className="grow">{t('editor.conflict', { file: doc.path })}</span>
      <Button data-testid="conflict:disk" onClick={() => void settleConflict(model, doc.key, 'disk')}>
        {t('editor.conflict.disk')}
      </Button>
      <Button data-testid="conflict:mine" onClick={() => void settleConflict(model, doc.key, 'mine')}>
        {t('editor.conflict.mine')}
      </Button>
    </div>
  );
}

/** The version on disk does not load: say why, and what runs instead. */
function RefusedNote() {
  const model = useModel();
  const instance = useModelState('editor', state => state.instance) ?? '';
  const status = useModelState('editor', state => state.status.get(instance));
  const fault = status?.diagnostics[0];
  if (!status || !fault) return null;
  const place = fault.file === undefined ? '' : `${fault.file}:${fault.line ?? 1}: `;
  const runs =
    status.loadedAt === undefined
      ? t('editor.runsNothing')
      : t('editor.runs', { time: hourAndMinute(status.loadedAt) });
  const lead = () => {
    if (fault.file === undefined) return;
    const key = `${instance}/${fault.file}`;
    model.editor.setState({ goTo: { key, line: fault.line ?? 1, column: fault.column ?? 1 } });
  };
  return (
    <button type="button" className="editor-note error" data-testid="editor-refused" onClick={lead}>
      <strong>{runs}</strong>
      <span className="grow ellipsis mono">
        {place}
        {fault.message}
      </span>
    </button>
  );
}
