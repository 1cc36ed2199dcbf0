import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, ready, test } from './fixtures.ts';
import { addChannel, placeBackend } from './hand.ts';

const PRELOAD = join(import.meta.dirname, '..', 'out', 'preload', 'index.cjs');

/**
 * The window's way through preload and MessagePort, without Electron: the built preload runs over a stand-in for
 * `electron` in the page itself, and its port is joined to the host's WebSocket.
 */
function standIn(preload: string): string {
  return `{
    const heard = {};
    const electron = {
      contextBridge: {
        exposeInMainWorld: (key, value) => Object.defineProperty(window, key, { value: Object.freeze(value) }),
      },
      ipcRenderer: {
        on: (channel, listener) => { heard[channel] = listener; },
        off: channel => { delete heard[channel]; },
        invoke: async () => undefined,
        send: channel => {
          if (channel !== 'crosspatch:connect') return;
          const { port1, port2 } = new MessageChannel();
          const socket = new WebSocket('ws://' + location.host + '/ipc');
          socket.binaryType = 'arraybuffer';
          socket.onmessage = ({ data }) => port1.postMessage(typeof data === 'string' ? JSON.parse(data) : data);
          const send = data => socket.send(data instanceof ArrayBuffer ? data : JSON.stringify(data));
          port1.onmessage = ({ data }) => {
            if (socket.readyState === 1) send(data);
            else socket.addEventListener('open', () => send(data));
          };
          heard['crosspatch:port']({ ports: [port2] });
        },
      },
    };
    window.menuCommand = (...args) => heard['crosspatch:command']({}, ...args);
    (function (require) { ${preload} })(name => {
      if (name !== 'electron') throw new Error('a sandboxed preload cannot have ' + name);
      return electron;
    });
  }`;
}

test('the page talks through the preload and a MessagePort, and obeys the menu', async ({ host, page }) => {
  const { address } = await host();
  await page.addInitScript({ content: standIn(readFileSync(PRELOAD, 'utf8')) });
  await page.goto(address);
  await ready(page);
  await placeBackend(page, 'loopback', { x: 200, y: 200 });
  await addChannel(page, 'loopback1', 'a');
  const menu = (command: string) => page.evaluate(`menuCommand(${JSON.stringify(command)})`);
  await menu('edit.undo');
  await expect(page.getByTestId('row:loopback1.a')).toHaveCount(0);
  await menu('edit.redo');
  await expect(page.getByTestId('row:loopback1.a')).toBeVisible();
});
