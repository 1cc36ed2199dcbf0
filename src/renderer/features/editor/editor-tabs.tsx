import { BookOpen, Expand, Hash, Plus, Shrink, X } from 'lucide-react';
import { t } from '../../messages/translate.ts';
import { closeDoc, openFile, showDoc } from '../../model/editor-files.ts';
import type { EditorDoc } from '../../model/editor-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';

/** The open modules, and what the editor shows beside them. */
export function EditorTabs() {
  const model = useModel();
  const { editor } = model;
  const docs = useModelState('editor', state => state.docs);
  const current = useModelState('editor', state => state.current);
  const wide = useModelState('editor', state => state.wide);
  const hints = useModelState('editor', state => state.hints);
  const api = useModelState('editor', state => state.api);
  const several = new Set(docs.map(one => one.instance)).size > 1;
  return (
    <div className="editor-bar">
      <div className="editor-tabs" role="tablist" aria-label={t('editor.tabs')}>
        {docs.map(one => (
          <FileTab key={one.key} doc={one} current={one.key === current} named={several} />
        ))}
      </div>
      <OtherFiles />
      <IconButton
        label={t('editor.new')}
        data-testid="editor-new"
        onClick={() => editor.setState({ newFile: true })}
      >
        <Plus size={15} />
      </IconButton>
      <span className="grow" />
      <IconButton
        label={t('editor.hints')}
        on={hints}
        onClick={() => editor.setState({ hints: !hints, focus: 0 })}
      >
        <Hash size={14} />
      </IconButton>
      <IconButton
        label={t('editor.api')}
        on={api}
        data-testid="editor-api"
        onClick={() => editor.setState({ api: !api })}
      >
        <BookOpen size={14} />
      </IconButton>
      <IconButton
        label={t(wide ? 'editor.split' : 'editor.wide')}
        onClick={() => editor.setState({ wide: !wide })}
      >
        {wide ? <Shrink size={14} /> : <Expand size={14} />}
      </IconButton>
      <IconButton
        label={t('editor.hide')}
        data-testid="editor-hide"
        onClick={() => editor.setState({ shown: false, wide: false })}
      >
        <X size={15} />
      </IconButton>
    </div>
  );
}

interface FileTabProps {
  readonly doc: EditorDoc;
  readonly current: boolean;
  /** Two scripts are open: say whose module this is. */
  readonly named: boolean;
}

function FileTab({ doc, current, named }: FileTabProps) {
  const model = useModel();
  const faulty = useModelState('problems', state =>
    (state.byInstance.get(doc.instance) ?? []).some(
      ({ place }) => place.kind === 'module' && place.file === doc.path,
    ),
  );
  return (
    <span className={`editor-tab ${current ? 'current' : ''} ${faulty ? 'faulty' : ''}`}>
      <button
        type="button"
        role="tab"
        aria-selected={current}
        data-testid={`editor-tab:${doc.path}`}
        title={`${doc.instance} · ${doc.path}`}
        onClick={() => showDoc(model, doc.key)}
        onAuxClick={() => void closeDoc(model, doc.key)}
      >
        {named && <span className="faint">{doc.instance} · </span>}
        {doc.path}
        {doc.dirty && (
          <span className="editor-dirty" data-testid="editor-dirty" aria-label={t('file.edited')}>
            ●
          </span>
        )}
      </button>
      <IconButton label={t('editor.close', { file: doc.path })} onClick={() => void closeDoc(model, doc.key)}>
        <X size={12} />
      </IconButton>
    </span>
  );
}

/** Modules of this script that are not open. */
function OtherFiles() {
  const model = useModel();
  const instance = useModelState('editor', state => state.instance) ?? '';
  const files = useModelState('editor', state => state.files.get(instance));
  const docs = useModelState('editor', state => state.docs);
  const open = new Set(docs.filter(one => one.instance === instance).map(one => one.path));
  const closed = (files ?? []).filter(one => !open.has(one.path));
  if (closed.length === 0) return null;
  return (
    <select
      className="editor-files"
      aria-label={t('editor.open')}
      value=""
      onChange={event => void openFile(model, instance, event.currentTarget.value)}
    >
      <option value="">{t('editor.more', { n: closed.length })}</option>
      {closed.map(one => (
        <option key={one.path}>{one.path}</option>
      ))}
    </select>
  );
}
