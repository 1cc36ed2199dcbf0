import type { BackendManifest } from '../../shared/plugin/backend.ts';
import { t } from '../messages/translate.ts';
import { type Clip, copyClip, pasteClip } from './clipboard.ts';
import { addInstance, connect, mappingsOf, moveNodes, type Point, removeAll } from './graph-edits.ts';
import { countMismatch } from './graph-view.ts';
import type { Model } from './model.ts';
import { select } from './selection-store.ts';
import { showToast } from './toast-store.ts';

const clipboard: { clip: Clip | undefined; pasted: number } = { clip: undefined, pasted: 0 };

/** Place a new instance of a backend and select it. */
export async function placeBackend(model: Model, manifest: BackendManifest, at: Point): Promise<void> {
  const { name, operations } = addInstance(model.patch.getState().document, manifest, at);
  if (await model.edit(t('edit.add', { name }), operations)) select(model.selection, { instances: [name] });
}

/** Join two channels or bundles; says why when they do not fit. */
export async function connectChannels(model: Model, from: string, to: string): Promise<void> {
  const mismatch = countMismatch(from, to);
  if (mismatch) {
    const [a, b] = mismatch;
    showToast(model.toasts, 'error', t('wire.mismatch', { from, to, a, b }));
    return;
  }
  const operations = connect(model.patch.getState().document, from, to);
  if (await model.edit(t('edit.connect', { from, to }), operations)) {
    select(model.selection, { wires: [`${from} > ${to}`] });
  }
}

export async function deleteSelected(model: Model): Promise<void> {
  const { instances, wires } = model.selection.getState();
  const { document } = model.patch.getState();
  const operations = removeAll(document, instances, wires);
  const label =
    instances.size > 0
      ? t('edit.delete', { what: nameMany([...instances]) })
      : t('edit.disconnect', { what: nameMany([...wires]) });
  if (!(await model.edit(label, operations))) return;
  select(model.selection, {});
  if (instances.size === 0) return;
  const action = { label: t('command.undo'), run: () => void undo(model) };
  showToast(model.toasts, 'done', t('toast.deleted', { what: nameMany([...instances]) }), { action });
}

export function copySelected(model: Model): void {
  const clip = copyClip(model.patch.getState().document, model.selection.getState().instances);
  if (!clip) return;
  clipboard.clip = clip;
  clipboard.pasted = 0;
}

export async function paste(model: Model): Promise<void> {
  if (clipboard.clip) await insert(model, clipboard.clip, ++clipboard.pasted);
}

export async function duplicateSelected(model: Model): Promise<void> {
  const clip = copyClip(model.patch.getState().document, model.selection.getState().instances);
  if (clip) await insert(model, clip, 1);
}

async function insert(model: Model, clip: Clip, times: number): Promise<void> {
  const { names, operations } = pasteClip(model.patch.getState().document, clip, times);
  if (await model.edit(t('edit.paste', { what: nameMany(names) }), operations)) {
    select(model.selection, { instances: names });
  }
}

/** Move the selected nodes by some pixels. */
export async function nudgeSelected(model: Model, dx: number, dy: number): Promise<void> {
  const { document } = model.patch.getState();
  const moves = new Map<string, Point>();
  for (const name of model.selection.getState().instances) {
    const at = document.layout.nodes[name] ?? { x: 0, y: 0 };
    moves.set(name, { x: at.x + dx, y: at.y + dy });
  }
  await model.edit(t('edit.move', { what: nameMany([...moves.keys()]) }), moveNodes(document, moves));
}

/** Fold the selected nodes to their headers, or unfold them when all are folded. */
export async function foldSelected(model: Model): Promise<void> {
  const { document } = model.patch.getState();
  const names = [...model.selection.getState().instances];
  const fold = names.some(name => document.layout.nodes[name]?.collapsed !== true);
  const operations = names.map(instance => {
    const { collapsed: _, ...place } = document.layout.nodes[instance] ?? { x: 0, y: 0 };
    const layout = fold ? { ...place, collapsed: true } : place;
    return { op: 'layout.node', instance, layout } as const;
  });
  await model.edit(t(fold ? 'edit.fold' : 'edit.unfold', { what: nameMany(names) }), operations);
}

/** Switch the selected wires off, or on again when all are off. */
export async function toggleSelectedWires(model: Model): Promise<void> {
  const wires = mappingsOf(model.patch.getState().document, model.selection.getState().wires);
  const off = wires.some(one => !one.off);
  const label = t(off ? 'edit.wireOff' : 'edit.wireOn', { what: nameMany(wires.map(one => one.from)) });
  await model.edit(
    label,
    wires.map(({ from, to }) => ({ op: 'mapping.set', from, to, off })),
  );
}

async function travel(model: Model, call: 'patch.undo' | 'patch.redo'): Promise<void> {
  try {
    const { kept = [] } = await model.link.call(call, {});
    if (kept.length > 0) showToast(model.toasts, 'error', t('rename.kept', { files: kept.join(', ') }));
  } catch (thrown) {
    model.complain(thrown);
  }
}

export async function undo(model: Model): Promise<void> {
  if (model.patch.getState().undo !== undefined) await travel(model, 'patch.undo');
}

export async function redo(model: Model): Promise<void> {
  if (model.patch.getState().redo !== undefined) await travel(model, 'patch.redo');
}

export async function panic(model: Model): Promise<void> {
  try {
    await model.link.call('devices.panic', {});
    showToast(model.toasts, 'done', t('panic.done'));
  } catch (thrown) {
    model.complain(thrown);
  }
}

function nameMany(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : t('edit.many', { n: names.length });
}
