import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { contentSecurityPolicy } from '../web/headers.ts';
import { fileOfArguments, START_PAGE } from './policy.ts';
import { Shell } from './run-shell.ts';
import { FakeEngine } from './testing/fake-engine.ts';
import { fakeElectron } from './testing/fake-electron.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspatch-shell-'));
writeFileSync(join(folder, 'index.html'), '<title>page</title>');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function up(args: readonly string[] = ['crosspatch'], options: { lock?: boolean } = {}) {
  const fake = fakeElectron(options);
  const engines: FakeEngine[] = [];
  const lines: string[] = [];
  const shell = new Shell(fake.api, {
    args,
    engine: { version: '1', appFolder: folder, dataFolder: folder },
    pageFolder: folder,
    preloadFile: '/preload.cjs',
    mac: false,
    startEngine: start => {
      const engine = new FakeEngine(start);
      engines.push(engine);
      return engine.worker;
    },
    log: line => lines.push(line),
  });
  await shell.run();
  stops.push(() => engines.at(-1)?.postMessage({ t: 'stop' }));
  const window = fake.windows[0]!;
  const engine = () => engines.at(-1)!;
  return { ...fake, engines, engine, lines, window, contents: window?.webContents };
}

const ours = { senderFrame: { url: START_PAGE } };
const foreign = { senderFrame: { url: 'https://evil.test/' } };

function items(menus: MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] {
  const flat = (list: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    list.flatMap(item => [item, ...flat((item.submenu ?? []) as MenuItemConstructorOptions[])]);
  return flat(menus.at(-1) ?? []);
}

describe('start', () => {
  it('takes lock, sandbox and scheme before Electron is ready', async () => {
    const { log, protocol } = await up();
    expect(log.slice(0, 4)).toEqual(['lock', 'sandbox', 'schemes', 'ready']);
    expect(protocol.schemes).toEqual([
      {
        scheme: 'app',
        privileges: {
          standard: true,
          secure: true,
          supportFetchAPI: true,
          corsEnabled: false,
          stream: false,
          codeCache: true,
        },
      },
    ]);
  });

  it('quits at once when another one runs', async () => {
    const { log, windows, engines } = await up([], { lock: false });
    expect(log).toEqual(['lock', 'quit']);
    expect(windows).toEqual([]);
    expect(engines).toEqual([]);
  });

  it('hands the file of the command line to the engine', async () => {
    const { engine } = await up(['crosspatch', '--flag', '/shows/a.crosspatch']);
    expect(engine().start).toMatchObject({ file: '/shows/a.crosspatch', host: 'electron' });
    expect(fileOfArguments(['a.crosspatch'])).toBeUndefined();
    expect(fileOfArguments(['crosspatch', 'b.CFG'])).toBe('b.CFG');
  });
});

describe('what the page may do', () => {
  it('is as little as Electron offers', async () => {
    const { window } = await up();
    expect(window.options.webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(window.loaded).toEqual(['app://crosspatch/index.html']);
  });

  it('opens no window; safe links open outside', async () => {
    const { contents, opened } = await up();
    const addresses = [
      'https://example.org/',
      'http://x.test/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://x',
    ];
    for (const url of [...addresses, 'https://user:secret@example.org/']) {
      expect(contents.openHandler?.({ url }), url).toEqual({ action: 'deny' });
    }
    expect(opened).toEqual(['https://example.org/']);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'stays on its origin: %s',
    async event => {
      const { contents } = await up();
      const prevented = (url: string) => {
        const preventDefault = vi.fn();
        contents.emit(event, { url, preventDefault });
        return preventDefault.mock.calls.length > 0;
      };
      for (const url of [
        'https://evil.test/',
        'file:///x',
        'app://other/',
        'app:///',
        'about:blank',
        'nonsense',
      ]) {
        expect(prevented(url), url).toBe(true);
      }
      expect(prevented(START_PAGE)).toBe(false);
    },
  );

  it('embeds nothing', async () => {
    const { contents } = await up();
    const preventDefault = vi.fn();
    contents.emit('will-attach-webview', { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
  });

  it('gets no permission and no device; only Copy writes the clipboard', async () => {
    const { session } = await up();
    const asks = (permission: string, origin: string) => {
      const answer = vi.fn();
      session.request?.(
        ...([null, permission, answer, { requestingUrl: `${origin}/index.html` }] as never[]),
      );
      const checked = session.check?.(...([null, permission, `${origin}/`] as never[]));
      expect(answer).toHaveBeenCalledWith(checked);
      return checked;
    };
    for (const permission of [
      'media',
      'midi',
      'midiSysex',
      'hid',
      'serial',
      'usb',
      'geolocation',
      'notifications',
      'clipboard-read',
    ]) {
      expect(asks(permission, 'app://crosspatch'), permission).toBe(false);
    }
    expect(asks('clipboard-sanitized-write', 'app://crosspatch')).toBe(true);
    expect(asks('clipboard-sanitized-write', 'https://evil.test')).toBe(false);
    expect(session.device?.()).toBe(false);
  });

  it('is served with a policy, and nothing outside its folder', async () => {
    const { protocol } = await up();
    const ask = (address: string, method = 'GET') => protocol.handler!(new Request(address, { method }));
    const page = await ask(START_PAGE);
    expect(await page.text()).toBe('<title>page</title>');
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy());
    expect(contentSecurityPolicy()).not.toMatch(/unsafe-eval|\*|https?:|ws:/);
    expect([403, 404]).toContain((await ask('app://crosspatch/..%2f..%2fetc/passwd')).status);
    expect((await ask('app://other/index.html')).status).toBe(403);
    expect((await ask(START_PAGE, 'POST')).status).toBe(403);
  });

  it('gets a port that works, and a foreign frame gets none', async () => {
    const { ipcMain, contents, engine } = await up();
    ipcMain.emit('crosspatch:connect', { ...foreign, sender: contents });
    expect(contents.ports).toEqual([]);
    ipcMain.emit('crosspatch:connect', { ...ours, sender: contents });
    const port = contents.ports[0]!;
    const answer = new Promise(resolve => port.on('message', ({ data }: { data: unknown }) => resolve(data)));
    port.postMessage({ t: 'call', id: 7, name: 'host.info', params: {} });
    expect(await answer).toEqual({ t: 'reply', id: 7, result: { host: 'electron' } });
    port.close();
    await expect.poll(() => engine().calls.map(call => call.name)).toContain('host.info');
  });

  it('gets the dialogs, and a foreign frame gets none', async () => {
    const { handlers, dialogs } = await up();
    dialogs.answers.push({ canceled: false, filePaths: ['/a.crosspatch'] }, { canceled: true, filePath: '' });
    const ask = (channel: string, ...args: unknown[]) => handlers.get(channel)?.(...(args as never[]));
    expect(await ask('crosspatch:open-dialog', foreign)).toBeUndefined();
    expect(await ask('crosspatch:open-dialog', ours)).toBe('/a.crosspatch');
    expect(await ask('crosspatch:save-dialog', ours, 'b.crosspatch')).toBeUndefined();
    expect(await ask('crosspatch:save-dialog', ours, { toString: 1 })).toBeUndefined();
    expect(dialogs.answers).toEqual([]);
  });
});

describe('files from outside', () => {
  it('reach the page of the running program once it listens', async () => {
    const { app, ipcMain, contents, window } = await up();
    app.emit('second-instance', {}, ['crosspatch', '/shows/b.crosspatch']);
    expect(window.done).toEqual(['restore', 'focus']);
    expect(contents.sent).toEqual([]);
    ipcMain.emit('crosspatch:listening', ours);
    const preventDefault = vi.fn();
    app.emit('open-file', { preventDefault }, '/shows/c.crosspatch');
    expect(preventDefault).toHaveBeenCalled();
    expect(contents.sent).toEqual([
      ['crosspatch:command', 'file.openPath', '/shows/b.crosspatch'],
      ['crosspatch:command', 'file.openPath', '/shows/c.crosspatch'],
    ]);
  });

  it('that cannot be opened are told of', async () => {
    const { engine, dialogs } = await up(['crosspatch', '/gone.crosspatch']);
    engine().tell({ t: 'file-refused', message: 'Cannot read /gone.crosspatch.' });
    expect(dialogs.shown[0]).toMatchObject({ detail: 'Cannot read /gone.crosspatch.' });
  });
});

describe('the menu', () => {
  it('sends the ids of the page, leaves the keys to it, and lists recent files', async () => {
    const { ipcMain, contents, menus } = await up();
    ipcMain.emit('crosspatch:listening', ours);
    await expect.poll(() => items(menus).some(item => item.label?.includes('old.crosspatch'))).toBe(true);
    const all = items(menus);
    const taken = all.filter(item => item.accelerator !== undefined && item.registerAccelerator !== false);
    expect(taken.map(item => item.label)).toEqual(['&New']);
    const click = (part: string) =>
      all.find(item => item.label?.includes(part))?.click?.(...([] as never[] as [never, never, never]));
    click('&Undo');
    click('old.crosspatch');
    expect(contents.sent).toEqual([
      ['crosspatch:command', 'edit.undo', undefined],
      ['crosspatch:command', 'file.openPath', '/shows/old.crosspatch'],
    ]);
  });
});

describe('commands of the menu', () => {
  it('are commands of the page', async () => {
    const { ipcMain, contents, menus } = await up();
    ipcMain.emit('crosspatch:listening', ours);
    for (const item of items(menus)) item.click?.(...([] as never[] as [never, never, never]));
    const page = join(import.meta.dirname, '..', '..', 'renderer');
    const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.tsx?$/.test(path))
      .map(path => readFileSync(join(page, path), 'utf8'))
      .join('\n');
    const sent = contents.sent.map(([, id]) => String(id));
    expect(sent.length).toBeGreaterThan(10);
    for (const id of sent) expect(sources.includes(`'${id}'`), id).toBe(true);
  });
});

describe('closing', () => {
  it('asks about unsaved work; Cancel stays, Save saves and goes', async () => {
    const { window, engine, dialogs, app, log } = await up(['crosspatch', '/shows/a.crosspatch']);
    await expect.poll(() => engine().calls.length).toBeGreaterThan(0);
    engine().publish({ dirty: true, name: 'a' });
    await expect.poll(() => window.title).toBe('• a – Crosspatch');
    expect(window.edited).toBe(true);

    dialogs.answers.push({ response: 2 });
    window.close();
    await expect.poll(() => dialogs.shown.length).toBe(1);
    expect(dialogs.shown[0]?.message).toContain('"a"');
    expect(window.done).not.toContain('closed');

    dialogs.answers.push({ response: 0 });
    await expect.poll(() => (window.close(), window.done)).toContain('closed');
    expect(engine().calls).toContainEqual({ name: 'patch.save', params: {} });

    app.emit('window-all-closed');
    expect(log).toContain('quit');
    app.emit('will-quit', { preventDefault: vi.fn() });
    await expect.poll(() => log.at(-1)).toBe('exit 0');
  });

  it("Don't Save gives the work up: the next start does not offer it back", async () => {
    const { window, engine, dialogs } = await up(['crosspatch', '/shows/a.crosspatch']);
    await expect.poll(() => engine().calls.length).toBeGreaterThan(0);
    engine().publish({ dirty: true, name: 'a' });
    await expect.poll(() => window.title).toBe('• a – Crosspatch');
    dialogs.answers.push({ response: 1 });
    await expect.poll(() => (window.close(), window.done)).toContain('closed');
    expect(engine().calls).toContainEqual({ name: 'patch.new', params: { discard: true } });
    expect(engine().calls.map(call => call.name)).not.toContain('patch.save');
  });

  it('asks nothing when all is saved, and remembers the window', async () => {
    const { window, dialogs } = await up();
    window.close();
    await expect.poll(() => window.done).toContain('closed');
    expect(dialogs.shown).toEqual([]);
    const saved: unknown = JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'));
    expect(saved).toEqual({ x: 10, y: 20, width: 800, height: 600, maximized: false });
    const again = await up();
    expect(again.window.options).toMatchObject({ x: 10, y: 20, width: 800, height: 600 });
  });
});

describe('an engine that crashes', () => {
  it('is started again with the same file, and the user is told', async () => {
    const { engines, engine, dialogs, ipcMain, contents } = await up(['crosspatch', '/shows/a.crosspatch']);
    await expect.poll(() => engine().calls.length).toBeGreaterThan(0);
    ipcMain.emit('crosspatch:connect', { ...ours, sender: contents });
    let closed = false;
    contents.ports[0]!.on('close', () => (closed = true));
    await new Promise(resolve => setImmediate(resolve));
    engine().die(new Error('out of memory'));
    expect(engines.length).toBe(2);
    expect(engine().start.file).toBe('/shows/a.crosspatch');
    expect(dialogs.shown[0]).toMatchObject({ message: 'The engine stopped.' });
    expect(dialogs.shown[0]?.detail).toContain('out of memory');
    // The page sees its port close, and asks for a new one.
    await expect.poll(() => closed).toBe(true);
  });

  it('stays down when it crashes again and again', async () => {
    const { engines, engine, dialogs } = await up();
    for (let i = 0; i < 4; i++) engine().die(new Error('again'));
    expect(engines.length).toBe(4);
    expect(dialogs.shown.at(-1)?.detail).toContain('not started again');
  });
});
