import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { join } from 'node:path';
import type { EngineStart } from '../engine-protocol.ts';
import type { ElectronApi } from './electron-api.ts';
import { EngineThread, type StartEngine } from './engine-thread.ts';
import { guardContents, guardSession } from './guards.ts';
import { openMainWindow } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { pageProtocol } from './page-protocol.ts';
import { PatchWatch } from './patch-watch.ts';
import { fileOfArguments, isTrustedSender, SCHEME, schemePrivileges } from './policy.ts';
import { askFileToOpen, askFileToSave, mayClose, tell } from './questions.ts';

type Sent = readonly [command: string, argument: string | undefined];

export interface ShellOptions {
  readonly args: readonly string[];
  readonly engine: Omit<EngineStart, 'file' | 'host'>;
  readonly pageFolder: string;
  readonly preloadFile: string;
  readonly mac: boolean;
  readonly startEngine: StartEngine;
  /** One line for the terminal. */
  log(line: string): void;
}

/** Run the desktop program. Electron is handed in, so that tests can hand in another one. */
export class Shell {
  readonly #api: ElectronApi;
  readonly #options: ShellOptions;
  readonly #patch = new PatchWatch(() => this.#patchChanged());
  readonly #engine: EngineThread;
  #window: BrowserWindow | undefined;
  /** Commands for a page that does not listen yet. */
  #waiting: Sent[] | undefined = [];
  #firstFile: string | undefined;

  constructor(api: ElectronApi, options: ShellOptions) {
    this.#api = api;
    this.#options = options;
    this.#firstFile = fileOfArguments(options.args);
    this.#engine = this.#makeEngine();
  }

  /** Everything before the first await must happen before Electron is ready. */
  async run(): Promise<void> {
    const { app, Menu, protocol, session } = this.#api;
    if (!app.requestSingleInstanceLock()) return app.quit();
    app.enableSandbox();
    protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { ...schemePrivileges } }]);
    this.#hearApp();
    this.#hearPage();
    await app.whenReady();
    guardSession(session.defaultSession);
    protocol.handle(SCHEME, pageProtocol(this.#options.pageFolder));
    this.#engine.start(this.#firstFile);
    this.#firstFile = undefined;
    Menu.setApplicationMenu(Menu.buildFromTemplate(this.#menu()));
    this.#openWindow();
  }

  #makeEngine(): EngineThread {
    const { engine, log, startEngine } = this.#options;
    return new EngineThread({ ...engine, host: 'electron' }, startEngine, {
      log: ({ level, source, text }) => log(`${level} ${source}: ${text}`),
      fileRefused: message => tell(this.#api, this.#window, 'The file could not be opened.', message),
      crashed: (reason, restarted) => this.#engineCrashed(reason, restarted),
      started: () => this.#patch.follow(this.#engine.connect()),
      file: () => this.#patch.state.path,
    });
  }

  #hearApp(): void {
    const { app } = this.#api;
    app.on('second-instance', (_event, args) => {
      this.#raise();
      this.#open(fileOfArguments(args));
    });
    app.on('open-file', (event, file) => {
      event.preventDefault();
      this.#open(file);
    });
    app.on('web-contents-created', (_event, contents) => guardContents(contents, this.#api));
    app.on('window-all-closed', () => app.quit());
    app.on('will-quit', event => {
      event.preventDefault();
      void this.#engine.stop().finally(() => app.exit(0));
    });
  }

  #hearPage(): void {
    const { ipcMain, MessageChannelMain } = this.#api;
    const trusted = (event: IpcMainEvent | IpcMainInvokeEvent) => isTrustedSender(event.senderFrame?.url);
    ipcMain.on('crosspatch:connect', event => {
      if (!trusted(event)) return;
      const { port1, port2 } = new MessageChannelMain();
      this.#engine.attachPage(port1);
      event.sender.postMessage('crosspatch:port', null, [port2]);
    });
    ipcMain.on('crosspatch:listening', event => {
      if (!trusted(event)) return;
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const [command, argument] of waiting) this.#send(command, argument);
    });
    ipcMain.handle('crosspatch:open-dialog', event =>
      trusted(event) && this.#window ? askFileToOpen(this.#api, this.#window) : undefined,
    );
    ipcMain.handle('crosspatch:save-dialog', (event, name: unknown) =>
      trusted(event) && this.#window && typeof name === 'string'
        ? askFileToSave(this.#api, this.#window, name)
        : undefined,
    );
  }

  #openWindow(): void {
    const window = openMainWindow(this.#api, {
      preload: this.#options.preloadFile,
      stateFile: join(this.#options.engine.dataFolder, 'window.json'),
      mayClose: one => mayClose(this.#api, one, this.#patch),
      closed: () => window.close(),
    });
    window.on('closed', () => (this.#window = undefined));
    window.webContents.on('did-start-loading', () => (this.#waiting ??= []));
    this.#window = window;
  }

  #open(file: string | undefined): void {
    if (file === undefined) return;
    if (this.#window) this.#send('file.openPath', file);
    else this.#firstFile = file;
  }

  #send(command: string, argument?: string): void {
    if (this.#waiting) this.#waiting.push([command, argument]);
    else this.#window?.webContents.send('crosspatch:command', command, argument);
  }

  #raise(): void {
    if (this.#window?.isMinimized() === true) this.#window.restore();
    this.#window?.focus();
  }

  #menu() {
    return menuTemplate({
      mac: this.#options.mac,
      recent: this.#patch.recent,
      send: (command, argument) => this.#send(command, argument),
    });
  }

  #patchChanged(): void {
    const { app, Menu } = this.#api;
    const { dirty, name, path } = this.#patch.state;
    if (path !== undefined) app.addRecentDocument(path);
    Menu.setApplicationMenu(Menu.buildFromTemplate(this.#menu()));
    this.#window?.setTitle(`${dirty ? '• ' : ''}${name === '' ? 'Untitled' : name} – Crosspatch`);
    this.#window?.setDocumentEdited(dirty);
    this.#window?.setRepresentedFilename(path ?? '');
  }

  #engineCrashed(reason: string, restarted: boolean): void {
    this.#options.log(`error shell: the engine stopped: ${reason}`);
    const detail = restarted
      ? `It was started again. Unsaved work is offered back in the window. Reason: ${reason}`
      : `It stopped too often and was not started again. Quit and start Crosspatch: unsaved work will be offered back. Reason: ${reason}`;
    tell(this.#api, this.#window, 'The engine stopped.', detail);
  }
}
