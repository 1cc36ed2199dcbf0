import { toCodedError } from '../../shared/error/coded-error.ts';
import { isScriptLanguage } from '../../shared/script/api.ts';
import { t } from '../messages/translate.ts';
import { runCommand } from './commands.ts';
import { ask } from './dialogs-store.ts';
import { askScript } from './editor-request.ts';
import { docKey, type EditorDoc, setDoc } from './editor-store.ts';
import type { Model } from './model.ts';
import { select } from './selection-store.ts';

/** The canvas has its new size by then, ms. */
const FIT_DELAY = 60;

/** Edit a script: its first module, or what was open last. */
export async function openScript(model: Model, instance: string): Promise<void> {
  const { editor } = model;
  const opening = !editor.getState().shown;
  editor.setState({ shown: true, instance, current: undefined });
  select(model.selection, { instances: [instance] });
  // The canvas is smaller now.
  if (opening) setTimeout(() => runCommand(model.commands, 'view.fit'), FIT_DELAY);
  await loadFiles(model, instance);
  const { docs, files } = editor.getState();
  const open = docs.find(one => one.instance === instance);
  const first = files.get(instance)?.find(one => one.main);
  if (open) showDoc(model, open.key);
  else if (first) await openFile(model, instance, first.path);
}

/** Open a module, at a place if one is given. */
export async function openFile(
  model: Model,
  instance: string,
  path: string,
  at?: { readonly line: number; readonly column?: number },
): Promise<void> {
  const key = docKey(instance, path);
  const { editor } = model;
  editor.setState({ shown: true, instance });
  try {
    if (!editor.getState().docs.some(one => one.key === key)) await readDoc(model, instance, path);
  } catch (thrown) {
    return model.complain(thrown);
  }
  showDoc(model, key);
  if (at) editor.setState({ goTo: { key, line: at.line, column: at.column ?? 1 } });
}

export function showDoc(model: Model, key: string): void {
  model.editor.setState(({ docs, instance, focus }) => ({
    current: key,
    instance: docs.find(one => one.key === key)?.instance ?? instance,
    focus: focus + 1,
  }));
}

export async function loadFiles(model: Model, instance: string): Promise<void> {
  try {
    const files = await askScript(model.link, instance, 'files', {});
    model.editor.setState(state => ({ files: new Map(state.files).set(instance, files) }));
  } catch (thrown) {
    model.complain(thrown);
  }
}

async function readDoc(model: Model, instance: string, path: string): Promise<void> {
  const backend = model.patch.getState().document.instances.find(one => one.name === instance)?.backend ?? '';
  if (!isScriptLanguage(backend)) return;
  const { text, digest, exists } = await askScript(model.link, instance, 'read', { path });
  const draft = model.editor.drafts.get(docKey(instance, path));
  const doc: EditorDoc = {
    key: docKey(instance, path),
    instance,
    path,
    language: backend,
    saved: text,
    digest,
    dirty: !exists || (draft !== undefined && draft.text !== text),
    saving: false,
    conflict: draft !== undefined && draft.text !== text && draft.digest !== digest,
    ...(draft === undefined ? {} : { draft: draft.text }),
  };
  model.editor.setState(({ docs }) => ({ docs: [...docs.filter(one => one.key !== doc.key), doc] }));
}

/** Write the module, load the script anew, and run it if it loads. Answers whether the file was written. */
export async function saveDoc(model: Model, key: string, overwrite = false): Promise<boolean> {
  const { editor, link } = model;
  const doc = editor.getState().docs.find(one => one.key === key);
  if (!doc || doc.saving) return false;
  const text = editor.buffers.get(key)?.text() ?? doc.saved;
  const expected = overwrite || doc.digest === '' ? {} : { expected: doc.digest };
  setDoc(editor, key, { saving: true });
  try {
    const { digest } = await askScript(link, doc.instance, 'write', { path: doc.path, text, ...expected });
    const dirty = (editor.buffers.get(key)?.text() ?? text) !== text;
    setDoc(editor, key, { saved: text, digest, dirty, conflict: false });
    if (!dirty) editor.drafts.forget(key);
    await loadFiles(model, doc.instance);
    return true;
  } catch (thrown) {
    if (toCodedError(thrown).code === 'sandbox.changed-on-disk') setDoc(editor, key, { conflict: true });
    else model.complain(thrown);
    return false;
  } finally {
    setDoc(editor, key, { saving: false });
  }
}

/** Look which open modules of a script changed on disk. Those that are not being edited are taken over. */
export async function refreshDocs(model: Model, instance: string): Promise<void> {
  await loadFiles(model, instance);
  for (const { key, path } of model.editor.getState().docs.filter(one => one.instance === instance)) {
    const found = await askScript(model.link, instance, 'read', { path }).catch(() => undefined);
    const doc = model.editor.getState().docs.find(one => one.key === key);
    if (!found?.exists || !doc || doc.saving || doc.digest === found.digest) continue;
    const here = model.editor.buffers.get(key)?.text();
    if (doc.dirty && here !== found.text) setDoc(model.editor, key, { conflict: true });
    else takeText(model, key, found);
  }
}

function takeText(
  model: Model,
  key: string,
  found: { readonly text: string; readonly digest: string },
): void {
  setDoc(model.editor, key, { saved: found.text, digest: found.digest, dirty: false, conflict: false });
  model.editor.buffers.get(key)?.replace(found.text);
}

/** End a conflict: the file on disk, or what is being edited here. */
export async function settleConflict(model: Model, key: string, keep: 'disk' | 'mine'): Promise<void> {
  const doc = model.editor.getState().docs.find(one => one.key === key);
  if (!doc) return;
  if (keep === 'mine') return void (await saveDoc(model, key, true));
  try {
    takeText(model, key, await askScript(model.link, doc.instance, 'read', { path: doc.path }));
  } catch (thrown) {
    model.complain(thrown);
  }
}

/** Close a module; asks first when it was not saved. */
export async function closeDoc(model: Model, key: string): Promise<void> {
  const doc = model.editor.getState().docs.find(one => one.key === key);
  if (!doc) return;
  if (doc.dirty && doc.digest !== '' && !(await mayClose(model, doc))) return;
  model.editor.drafts.forget(key);
  model.editor.setState(state => {
    const docs = state.docs.filter(one => one.key !== key);
    const next = docs.find(one => one.instance === doc.instance) ?? docs.at(-1);
    const gone = docs.length === 0;
    if (state.current !== key) return { docs };
    return { docs, current: next?.key, instance: next?.instance ?? state.instance, shown: !gone };
  });
}

async function mayClose(model: Model, doc: EditorDoc): Promise<boolean> {
  const choice = await ask(model.dialogs, {
    title: t('editor.close.title', { file: doc.path }),
    text: t('editor.close.text'),
    choices: [
      { id: 'discard', label: t('file.discard'), tone: 'danger' },
      { id: 'save', label: t('file.save'), tone: 'main' },
    ],
  });
  if (choice === 'save') return await saveDoc(model, doc.key);
  return choice === 'discard';
}

/** Make a module of a script. `main` names it in the options, so that its functions are channels. */
export async function createFile(
  model: Model,
  instance: string,
  path: string,
  text: string | undefined,
): Promise<void> {
  const { document } = model.patch.getState();
  const decl = document.instances.find(one => one.name === instance);
  const spec = model.devices
    .getState()
    .manifests.get(decl?.backend ?? '')
    ?.options.find(one => one.kind === 'code');
  if (!decl || !spec) return;
  try {
    await writeNew(model, instance, path, text);
  } catch (thrown) {
    return model.complain(thrown);
  }
  const before = decl.options[spec.name];
  const named = (Array.isArray(before) ? before : before === undefined ? [] : [before]).map(String);
  if (!named.includes(path)) {
    const label = t('edit.newModule', { file: path });
    const value = [...named, path];
    const done = await model.edit(label, [{ op: 'option.set', instance, option: spec.name, value }]);
    if (!done) return;
  }
  model.editor.setState({ newFile: false });
  await openFile(model, instance, path);
  await loadFiles(model, instance);
}

/** The file is there before the script names it. One that exists already is opened as it is. */
async function writeNew(
  model: Model,
  instance: string,
  path: string,
  text: string | undefined,
): Promise<void> {
  const there = await askScript(model.link, instance, 'read', { path });
  if (!there.exists) await askScript(model.link, instance, 'write', { path, text: text ?? there.text });
}
