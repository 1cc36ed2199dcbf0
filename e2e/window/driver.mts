// Runs the built main entry over a stand-in for Electron, as a user who opens the window, looks and closes it. Prints
// one line of JSON with what it saw. Started by main-entry.spec.ts.
import { register } from 'node:module';
import { fakeElectron, type FakePort } from '../../src/main/shell/testing/fake-electron.ts';
import { START_PAGE } from '../../src/main/shell/policy.ts';

const fake = fakeElectron();
Object.assign(globalThis, { standInForElectron: fake.api });
register('./electron-hook.mjs', import.meta.url);
await import(new URL('../../out/main/main.js', import.meta.url).href);
await until(() => fake.windows.length > 0 && fake.protocol.handler !== undefined);

const contents = fake.windows[0]?.webContents;
fake.ipcMain.emit('crosspatch:connect', { sender: contents, senderFrame: { url: START_PAGE } });
const port = contents?.ports[0];
if (!port) throw new Error('The page got no port.');
const info = await ask(port, 'host.info');
const backends = await ask(port, 'devices.backends');
const page = await fake.protocol.handler?.(new Request(START_PAGE));

fake.windows[0]?.close();
await until(() => fake.windows[0]?.done.includes('closed') === true);
fake.app.emit('will-quit', { preventDefault: () => undefined });
await until(() => fake.log.includes('exit 0'));
const title = fake.windows[0]?.title;
process.stdout.write(
  `${JSON.stringify({ info, backends: (backends as unknown[]).length, page: page?.status, title })}\n`,
);
process.exit(0);

function ask(to: FakePort, name: string): Promise<unknown> {
  return new Promise(resolve => {
    to.on('message', ({ data }: { data: { t?: string; id?: number; result?: unknown } }) => {
      if (data.t === 'reply' && data.id === name.length) resolve(data.result);
    });
    to.postMessage({ t: 'call', id: name.length, name, params: {} });
  });
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(resolve => setTimeout(resolve, 20));
}
