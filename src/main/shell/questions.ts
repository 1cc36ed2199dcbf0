import type { BrowserWindow } from 'electron';
import { messageOf } from '../../shared/error/coded-error.ts';
import type { ElectronApi } from './electron-api.ts';
import type { PatchWatch } from './patch-watch.ts';

type Dialogs = Pick<ElectronApi, 'dialog'>;

const FILTERS = [
  { name: 'Crosspatch patches', extensions: ['crosspatch'] },
  { name: 'MIDIMonster configurations', extensions: ['cfg'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's dialog for a file to open; undefined when it was closed. */
export async function askFileToOpen({ dialog }: Dialogs, window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a patch',
    filters: [{ name: 'Patches', extensions: ['crosspatch', 'cfg'] }, ...FILTERS],
    properties: ['openFile'],
  });
  return canceled ? undefined : filePaths[0];
}

/** The system's dialog for a new file; it asks itself before it replaces one. */
export async function askFileToSave(
  { dialog }: Dialogs,
  window: BrowserWindow,
  name: string,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the patch',
    defaultPath: name,
    filters: FILTERS.slice(0, 1),
  });
  return canceled || filePath === '' ? undefined : filePath;
}

/** May the window close? Asks when there is unsaved work, and saves it if that is the answer. */
export async function mayClose(api: Dialogs, window: BrowserWindow, patch: PatchWatch): Promise<boolean> {
  const { dirty, name, path } = patch.state;
  if (!dirty) return true;
  const { response } = await api.dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes of "${name === '' ? 'Untitled' : name}"?`,
    detail: 'They are lost if you do not save them.',
    buttons: ['Save', "Don't Save", 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  if (response === 1) await patch.giveUp();
  if (response !== 0) return response === 1;
  const target =
    path === undefined ? await askFileToSave(api, window, `${name || 'Untitled'}.crosspatch`) : undefined;
  if (path === undefined && target === undefined) return false;
  try {
    await patch.save(target);
    return true;
  } catch (thrown) {
    await api.dialog.showMessageBox(window, { type: 'error', message: messageOf(thrown), buttons: ['OK'] });
    return false;
  }
}

/** Tell the user something that needs no answer; does not wait. */
export function tell(
  { dialog }: Dialogs,
  window: BrowserWindow | undefined,
  message: string,
  detail: string,
): void {
  const options = { type: 'warning' as const, message, detail, buttons: ['OK'] };
  void (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}
