import type { MenuItemConstructorOptions } from 'electron';
import type { RecentFile } from '../../shared/contract/calls/patch.ts';

type Item = MenuItemConstructorOptions;

export interface MenuOptions {
  readonly mac: boolean;
  readonly recent: readonly RecentFile[];
  /** Run a command of the page. */
  send(command: string, argument?: string): void;
}

/** The application menu. Its commands are the page's own, by their ids. */
export function menuTemplate(options: MenuOptions): Item[] {
  // The page hears these keys itself, and knows whether a text field has the focus.
  const command = (label: string, id: string, accelerator?: string): Item => ({
    label,
    click: () => options.send(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  return [
    ...(options.mac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: fileMenu(options, command) },
    { label: '&Edit', submenu: editMenu(command) },
    { label: '&View', submenu: viewMenu(command) },
    { label: '&Run', submenu: runMenu(command) },
    { role: 'windowMenu' },
    { role: 'help', submenu: [command('All &Commands …', 'view.palette')] },
  ];
}

type MakeCommand = (label: string, id: string, accelerator?: string) => Item;

function fileMenu({ mac, recent, send }: MenuOptions, command: MakeCommand): Item[] {
  const files: Item[] = recent.map(({ path, name }) => ({
    label: name === '' ? path : `${name}  (${path})`.replaceAll('&', '&&'),
    click: () => send('file.openPath', path),
  }));
  return [
    // The one key that a browser does not leave to a page, so that the page does not hear it either.
    { label: '&New', accelerator: 'CmdOrCtrl+N', click: () => send('file.new') },
    command('&Open …', 'file.open', 'CmdOrCtrl+O'),
    { label: 'Open &Recent', submenu: files, enabled: files.length > 0 },
    { type: 'separator' },
    command('&Save', 'file.save', 'CmdOrCtrl+S'),
    command('Save &As …', 'file.saveAs', 'CmdOrCtrl+Shift+S'),
    { type: 'separator' },
    command('Se&ttings …', 'view.settings', 'CmdOrCtrl+,'),
    command('&Plugins …', 'view.plugins'),
    { type: 'separator' },
    mac ? { role: 'close' } : { role: 'quit' },
  ];
}

function editMenu(command: MakeCommand): Item[] {
  return [
    command('&Undo', 'edit.undo', 'CmdOrCtrl+Z'),
    command('&Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    command('&Add a Device …', 'edit.quickAdd'),
    command('&Duplicate', 'edit.duplicate', 'CmdOrCtrl+D'),
    command('De&lete', 'edit.delete', 'Delete'),
    { role: 'selectAll' },
  ];
}

function viewMenu(command: MakeCommand): Item[] {
  return [
    command('&Fit', 'view.fit'),
    command('&Tidy Up', 'view.tidy'),
    { type: 'separator' },
    command('&Devices', 'view.left', 'CmdOrCtrl+B'),
    command('&Inspector', 'view.right', 'CmdOrCtrl+Alt+I'),
    command('&Monitor', 'view.monitor', 'CmdOrCtrl+Shift+M'),
    command('&Problems', 'view.problems'),
    command('&Log', 'view.log'),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
}

function runMenu(command: MakeCommand): Item[] {
  return [
    command('&Learn a Control', 'view.learn', 'L'),
    command('&Next Problem', 'problem.next', 'F8'),
    { type: 'separator' },
    command('All &Quiet (Panic)', 'run.panic', 'CmdOrCtrl+Shift+.'),
  ];
}
