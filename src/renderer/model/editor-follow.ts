import { openFile, showDoc } from './editor-files.ts';
import { docKey, type EditorDoc } from './editor-store.ts';
import type { Model } from './model.ts';

/** A script that takes longer than this to start is asked all the same, ms. */
const LONGEST_START = 5000;

/** Open modules go where their scripts go: renamed with them, closed with them and with the patch. */
export function followPatch(model: Model): () => void {
  const stops = [
    model.link.on('patch.edited', ({ operations }) => {
      for (const one of operations) {
        if (one.op === 'instance.rename') void renameDocs(model, one.name, one.to);
        if (one.op === 'instance.remove') dropDocs(model, doc => doc.instance === one.name);
      }
    }),
    model.patch.subscribe((state, before) => {
      const names = new Set(state.document.instances.map(one => one.name));
      const another = state.path !== before.path && state.undo === undefined && !state.dirty;
      if (before.loaded && another)
        dropDocs(model, doc => !names.has(doc.instance) || before.path !== undefined);
    }),
  ];
  return () => stops.forEach(stop => stop());
}

/** What was typed in them stays as a draft. */
function dropDocs(model: Model, gone: (doc: EditorDoc) => boolean): void {
  model.editor.setState(state => {
    const docs = state.docs.filter(doc => !gone(doc));
    if (docs.length === state.docs.length) return state;
    const current = docs.find(one => one.key === state.current) ?? docs[0];
    return {
      docs,
      current: current?.key,
      instance: current?.instance,
      shown: state.shown && docs.length > 0,
    };
  });
}

/** The engine starts a renamed script in its own time. */
function running(model: Model, instance: string): Promise<void> {
  const there = () => model.devices.getState().instances.has(instance);
  if (there()) return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, LONGEST_START);
    const stop = model.devices.subscribe(() => {
      if (there()) done();
    });
  });
}

async function renameDocs(model: Model, from: string, to: string): Promise<void> {
  const { docs, current, instance, shown } = model.editor.getState();
  const own = docs.filter(one => one.instance === from);
  const texts = own.map(one => model.editor.buffers.get(one.key)?.text() ?? one.saved);
  dropDocs(model, doc => doc.instance === from);
  if (own.length > 0) await running(model, to);
  for (const [i, doc] of own.entries()) {
    await openFile(model, to, doc.path);
    const text = texts[i];
    if (doc.dirty && text !== undefined) model.editor.buffers.get(docKey(to, doc.path))?.replace(text);
  }
  const before = own.find(one => one.key === current);
  const key = before ? docKey(to, before.path) : current;
  if (key !== undefined) showDoc(model, key);
  model.editor.setState({ shown, instance: instance === from ? to : instance });
}
