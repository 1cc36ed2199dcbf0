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
    { role: 'windowMenu' },
    { role: 'help', submenu: [command('&Keyboard Shortcuts', 'help.keys')] },
  ];
}

type MakeCommand = (label: string, id: string, accelerator?: string) => Item;

function fileMenu({ mac, recent, send }: MenuOptions, command: MakeCommand): Item[] {
  const files: Item[] = recent.map(({ path, name }) => ({
    label: name === '' ? path : `${name}  (${path})`.replaceAll('&', '&&'),
    click: () => send('file.open', path),
  }));
  return [
    command('&New', 'file.new', 'CmdOrCtrl+N'),
    command('&Open …', 'file.open', 'CmdOrCtrl+O'),
    { label: 'Open &Recent', submenu: files, enabled: files.length > 0 },
    { type: 'separator' },
    command('&Save', 'file.save', 'CmdOrCtrl+S'),
    command('Save &As …', 'file.saveAs', 'CmdOrCtrl+Shift+S'),
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
    command('&Duplicate', 'edit.duplicate', 'CmdOrCtrl+D'),
    command('De&lete', 'edit.delete', 'Delete'),
    { role: 'selectAll' },
  ];
}

function viewMenu(command: MakeCommand): Item[] {
  return [
    command('&Fit', 'view.fit'),
    command('&Command Palette', 'view.palette', 'CmdOrCtrl+K'),
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
