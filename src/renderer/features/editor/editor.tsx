import './editor.css';
import { Suspense, useEffect, useState } from 'react';
import { t } from '../../messages/translate.ts';
import { followPatch } from '../../model/editor-follow.ts';
import { followScripts } from '../../model/editor-status.ts';
import { currentDoc } from '../../model/editor-store.ts';
import { EDITOR_SIZE, resizeEditor } from '../../model/settings-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Splitter } from '../../ui/splitter.tsx';
import { ApiPane } from './api-pane.tsx';
import { EditorFoot } from './editor-foot.tsx';
import { EditorNotes } from './editor-notes.tsx';
import { EditorTabs } from './editor-tabs.tsx';
import { CodeArea, RenameForm } from './lazy.ts';
import { NewFile } from './new-file.tsx';

/** The editor of handler modules, beside the canvas or over it. */
export function Editor() {
  const model = useModel();
  const shown = useModelState('editor', state => state.shown);
  const wide = useModelState('editor', state => state.wide);
  const size = useModelState('settings', state => state.editorSize);
  useEffect(() => followScripts(model), [model]);
  useEffect(() => followPatch(model), [model]);
  // Once loaded it stays, so that what is typed and its undo survive closing the pane.
  const [loaded, setLoaded] = useState(false);
  if (shown && !loaded) setLoaded(true);
  return (
    <>
      <RenameDialog />
      {shown && !wide && (
        <Splitter
          label={t('editor.title')}
          edge="right"
          size={size}
          usual={EDITOR_SIZE.usual}
          onSize={next => resizeEditor(model.settings, next)}
        />
      )}
      {loaded && (
        <section
          className={`editor ${wide ? 'wide' : ''}`}
          style={wide ? undefined : { width: size }}
          hidden={!shown}
          aria-label={t('editor.title')}
          data-testid="editor"
        >
          <EditorTabs />
          <EditorNotes />
          <EditorMain />
          <EditorFoot />
        </section>
      )}
    </>
  );
}

function EditorMain() {
  const api = useModelState('editor', state => state.api);
  const doc = useModelState('editor', currentDoc);
  const adding = useModelState('editor', state => state.newFile);
  const instance = useModelState('editor', state => state.instance);
  const first = doc === undefined && instance !== undefined;
  return (
    <div className="editor-main">
      <Suspense fallback={<p className="editor-loading muted">{t('editor.loading')}</p>}>
        <CodeArea />
      </Suspense>
      {(first || adding) && <NewFile key={instance} first={first} />}
      {api && <ApiPane />}
    </div>
  );
}

function RenameDialog() {
  const model = useModel();
  const rename = useModelState('editor', state => state.rename);
  if (!rename) return null;
  return (
    <Dialog
      label={t('rename.title', { channel: rename.channel })}
      className="rename-dialog"
      testId="rename-dialog"
      onClose={() => model.editor.setState({ rename: undefined })}
    >
      <Suspense fallback={<p className="muted">{t('editor.loading')}</p>}>
        <RenameForm {...rename} />
      </Suspense>
    </Dialog>
  );
}
