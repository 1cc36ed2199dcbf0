import type { BrowserWindow } from 'electron';
import type { ElectronApi } from './electron-api.ts';
import { START_PAGE, webPreferences } from './policy.ts';
import { rememberWindow, restoreWindow } from './window-state.ts';

export interface MainWindowOptions {
  readonly preload: string;
  /** Where place and size of the window are kept. */
  readonly stateFile: string;
  /** May it close? Asked each time that the user wants it to. */
  mayClose(window: BrowserWindow): Promise<boolean>;
  /** The user's answer was yes. */
  closed(): void;
}

/** Open the one window of the program, where it was the last time. */
export function openMainWindow(
  { BrowserWindow, screen }: Pick<ElectronApi, 'BrowserWindow' | 'screen'>,
  options: MainWindowOptions,
): BrowserWindow {
  const screens = screen.getAllDisplays().map(display => display.workArea);
  const { maximized, ...bounds } = restoreWindow(options.stateFile, screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Crosspatch',
    backgroundColor: '#16181d',
    webPreferences: webPreferences(options.preload),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The title tells of the patch, not of the page.
  window.on('page-title-updated', event => event.preventDefault());
  window.webContents.on('render-process-gone', () => window.webContents.reload());
  askBeforeClosing(window, options);
  void window.loadURL(START_PAGE);
  return window;
}

function askBeforeClosing(window: BrowserWindow, { mayClose, closed, stateFile }: MainWindowOptions): void {
  let asking = false;
  let allowed = false;
  window.on('close', event => {
    rememberWindow(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    if (allowed) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void mayClose(window)
      .catch(() => true)
      .then(yes => {
        asking = false;
        allowed = yes;
        if (yes) closed();
      });
  });
}
