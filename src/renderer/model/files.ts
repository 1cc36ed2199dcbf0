import { CodedError } from '../../shared/error/coded-error.ts';
import { hasPatchEnding } from '../../shared/patch/file-name.ts';
import { t } from '../messages/translate.ts';
import { ask, askFile } from './dialogs-store.ts';
import type { Model } from './model.ts';
import { showToast } from './toast-store.ts';

/** Begin an empty patch. */
export async function newPatch(model: Model): Promise<void> {
  const leave = await mayLeave(model);
  if (leave) await attempt(model, () => model.link.call('patch.new', leave));
}

/** Open a patch or a MIDIMonster file; asks for one when `path` is absent. */
export async function openPatch(model: Model, path?: string): Promise<void> {
  const leave = await mayLeave(model);
  const chosen = leave && (path ?? (await chooseFile(model, 'open')));
  if (chosen !== undefined) {
    await attempt(model, () => model.link.call('patch.open', { path: chosen, ...leave }));
  }
}

/** Save under the known name. Asks for one when there is none. Answers whether it was done. */
export async function savePatch(model: Model): Promise<boolean> {
  const { path } = model.patch.getState();
  return path === undefined ? savePatchAs(model) : write(model, path, false);
}

export async function savePatchAs(model: Model): Promise<boolean> {
  const path = await chooseFile(model, 'save');
  if (path === undefined) return false;
  // The system's dialog has asked already whether to replace an existing file; without its ending it was another one.
  return write(model, path, model.bridge !== undefined && hasPatchEnding(path));
}

/** Bring back what a crash left behind. */
export async function recoverPatch(model: Model, id: string): Promise<void> {
  if (await attempt(model, () => model.link.call('patch.recover', { id }))) forget(model, id);
}

export async function discardRecovery(model: Model, id: string): Promise<void> {
  if (await attempt(model, () => model.link.call('patch.discardRecovery', { id }))) forget(model, id);
}

function forget(model: Model, id: string): void {
  model.host.setState(state => ({ recoveries: state.recoveries.filter(one => one.id !== id) }));
}

async function write(model: Model, path: string, overwrite: boolean): Promise<boolean> {
  try {
    const known = model.patch.getState().path;
    await model.link.call('patch.save', { ...(path === known ? {} : { path }), overwrite });
    showToast(model.toasts, 'done', t('file.saved', { name: model.patch.getState().name }));
    return true;
  } catch (thrown) {
    if (!(thrown instanceof CodedError) || overwrite) return refuse(model, thrown);
    if (thrown.code !== 'file.changed-on-disk' && thrown.code !== 'file.exists') return refuse(model, thrown);
    return settle(model, path, thrown);
  }
}

function refuse(model: Model, thrown: unknown): false {
  model.complain(thrown);
  return false;
}

/** The file is not what we left: let the user say whose version counts. */
async function settle(model: Model, path: string, error: CodedError): Promise<boolean> {
  const changed = error.code === 'file.changed-on-disk';
  const choice = await ask(model.dialogs, {
    title: t(changed ? 'file.changed.title' : 'file.exists.title'),
    text: error.message,
    choices: [
      { id: 'overwrite', label: t('file.overwrite'), tone: 'danger' },
      ...(changed ? [{ id: 'reload', label: t('file.reload'), tone: 'plain' } as const] : []),
      { id: 'elsewhere', label: t('file.saveAs'), tone: 'main' },
    ],
  });
  if (choice === 'overwrite') return write(model, path, true);
  if (choice === 'elsewhere') return savePatchAs(model);
  if (choice === 'reload') await attempt(model, () => model.link.call('patch.open', { path, discard: true }));
  return false;
}

/**
 * Unsaved work is never left without asking. Undefined when the user stays; `discard` is true only for work that the
 * user has seen and given up: what another window adds meanwhile is not.
 */
async function mayLeave(model: Model): Promise<{ readonly discard: boolean } | undefined> {
  const { dirty, name } = model.patch.getState();
  if (!dirty) return { discard: false };
  const choice = await ask(model.dialogs, {
    title: t('file.unsaved.title', { name: name === '' ? t('file.untitled') : name }),
    text: t('file.unsaved.text'),
    choices: [
      { id: 'discard', label: t('file.discard'), tone: 'danger' },
      { id: 'save', label: t('file.save'), tone: 'main' },
    ],
  });
  if (choice === 'discard') return { discard: true };
  return choice === 'save' && (await savePatch(model)) ? { discard: false } : undefined;
}

function chooseFile(model: Model, mode: 'open' | 'save'): Promise<string | undefined> {
  const { path, name } = model.patch.getState();
  const suggested = path ?? `${name === '' ? t('file.untitled.name') : name}.crosspatch`;
  if (!model.bridge) return askFile(model.dialogs, mode, suggested);
  return mode === 'open' ? model.bridge.openDialog() : model.bridge.saveDialog(suggested);
}

async function attempt(model: Model, action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (thrown) {
    model.complain(thrown);
    return false;
  }
}
