import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions, CustomScheme, MenuItemConstructorOptions } from 'electron';
import type { PagePort } from '../../views/window/index.ts';
import type { ElectronApi } from '../electron-api.ts';

/** A port as Electron's main process has it, over one of worker threads. */
export class FakePort extends EventEmitter implements PagePort {
  constructor(readonly port: MessagePort) {
    super();
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.port.start();
  }
  close(): void {
    this.port.close();
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
}

export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly ports: FakePort[] = [];
  readonly sent: unknown[][] = [];
  reloads = 0;
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
  postMessage(_channel: string, _message: unknown, ports: FakePort[]): void {
    this.ports.push(...ports);
  }
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  reload(): void {
    this.reloads++;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  readonly done: string[] = [];
  title = '';
  edited = false;
  constructor(readonly options: BrowserWindowConstructorOptions) {
    super();
  }
  loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    return Promise.resolve();
  }
  /** As Electron does: ask by an event, close unless it was prevented. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.done.push('closed');
    this.emit('closed');
  }
  show = (): void => void this.done.push('show');
  focus = (): void => void this.done.push('focus');
  restore = (): void => void this.done.push('restore');
  maximize = (): void => void this.done.push('maximize');
  isMinimized = (): boolean => true;
  isMaximized = (): boolean => false;
  getNormalBounds = () => ({ x: 10, y: 20, width: 800, height: 600 });
  setTitle(title: string): void {
    this.title = title;
  }
  setDocumentEdited(edited: boolean): void {
    this.edited = edited;
  }
  setRepresentedFilename(): void {
    // Only a Mac shows it.
  }
}

type Handler = (...args: never[]) => unknown;

/** A stand-in for the `electron` module that keeps what the shell asked of it. */
export function fakeElectron({ lock = true } = {}) {
  const log: string[] = [];
  const windows: FakeWindow[] = [];
  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => (log.push('lock'), lock),
    enableSandbox: () => log.push('sandbox'),
    whenReady: () => (log.push('ready'), Promise.resolve()),
    quit: () => log.push('quit'),
    exit: (code: number) => log.push(`exit ${code}`),
    addRecentDocument: (path: string) => log.push(`recent ${path}`),
  });
  const session = {
    request: undefined as Handler | undefined,
    check: undefined as Handler | undefined,
    device: undefined as Handler | undefined,
  };
  const protocol = {
    schemes: [] as CustomScheme[],
    handler: undefined as ((request: Request) => Promise<Response>) | undefined,
  };
  const dialogs = { answers: [] as unknown[], shown: [] as { message: string; detail?: string }[] };
  const menus: MenuItemConstructorOptions[][] = [];
  const opened: string[] = [];
  const handlers = new Map<string, Handler>();
  const ipcMain = Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
  });
  class BrowserWindow extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class MessageChannelMain {
    readonly port1: FakePort;
    readonly port2: FakePort;
    constructor() {
      const channel = new MessageChannel();
      this.port1 = new FakePort(channel.port1);
      this.port2 = new FakePort(channel.port2);
    }
  }
  const answer = () => Promise.resolve(dialogs.answers.shift());
  const api = {
    app,
    BrowserWindow,
    MessageChannelMain,
    ipcMain,
    dialog: {
      showOpenDialog: answer,
      showSaveDialog: answer,
      showMessageBox: (...args: unknown[]) => {
        dialogs.shown.push(args.at(-1) as { message: string });
        return answer().then(given => given ?? { response: 0 });
      },
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: MenuItemConstructorOptions[]) => menus.push(template),
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
        log.push('schemes');
        protocol.schemes = schemes;
      },
      handle: (_scheme: string, handler: (request: Request) => Promise<Response>) =>
        (protocol.handler = handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: Handler) => (session.request = handler),
        setPermissionCheckHandler: (handler: Handler) => (session.check = handler),
        setDevicePermissionHandler: (handler: Handler) => (session.device = handler),
      },
    },
    shell: { openExternal: (address: string) => Promise.resolve(opened.push(address)) },
  } as unknown as ElectronApi;
  return { api, app, dialogs, handlers, ipcMain, log, menus, opened, protocol, session, windows };
}
