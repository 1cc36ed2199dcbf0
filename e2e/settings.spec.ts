import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend } from './hand.ts';
import { shoot } from './shoot.ts';

/** Take a free port; closing the server frees it again. */
async function occupy(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as { port: number }).port, server };
}

async function freePort(): Promise<number> {
  const { port, server } = await occupy();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function openRemoteAccess(app: Page): Promise<void> {
  await app.getByTestId('menu').click();
  await app.getByTestId('command:view.settings').click();
  await expect(app.getByTestId('settings')).toBeVisible();
  await app.getByTestId('settings-page:remote').click();
  await expect(app.getByTestId('remote:http')).toBeVisible();
}

async function openPlugins(app: Page, filter: string): Promise<void> {
  await app.getByTestId('menu').click();
  await app.getByTestId('command:view.plugins').click();
  await app.getByTestId('plugins-filter').fill(filter);
}

async function setPort(app: Page, port: number): Promise<void> {
  await app.getByTestId('remote-port:http').fill(String(port));
  await app.getByTestId('remote-apply:http').click();
}

function lookup(port: number, token: string): Promise<Response> {
  const address = `http://127.0.0.1:${port}/0.1/directories/lookup/default?term=level`;
  return fetch(address, { headers: { 'X-Auth-Token': token } });
}

test('the HTTP API is switched on in the settings, asked with the token shown there, and moved', async ({
  app,
}) => {
  await placeBackend(app, 'loopback', { x: 300, y: 120 });
  await addChannel(app, 'loopback1', 'level');
  await openRemoteAccess(app);
  await expect(app.getByTestId('remote-state:http')).toHaveText('Switched off');
  await expect(app.getByTestId('remote-port:http')).toHaveValue('9489');
  const first = await freePort();
  await app.getByTestId('remote-port:http').fill(String(first));
  await app.getByTestId('remote-switch:http').click();
  await expect(app.getByTestId('remote-address:http')).toHaveText(`http://127.0.0.1:${first}`);

  await expect(app.getByTestId('access-token')).toHaveText(/^•+$/);
  await shoot(app, 'settings-remote');
  await app.getByTestId('access-token-show').click();
  await expect(app.getByTestId('access-token')).toHaveText(/^[\w-]{20,}$/);
  const token = (await app.getByTestId('access-token').textContent()) ?? '';
  const answer = await lookup(first, token);
  expect(answer.status).toBe(200);
  expect(JSON.stringify(await answer.json())).toContain('loopback1');
  expect((await lookup(first, 'wrong')).status).toBe(401);

  const second = await freePort();
  await setPort(app, second);
  await expect(app.getByTestId('remote-address:http')).toHaveText(`http://127.0.0.1:${second}`);
  expect((await lookup(second, token)).status).toBe(200);
  await expect(lookup(first, token)).rejects.toThrow();

  await app.getByTestId('remote-switch:http').click();
  await expect(app.getByTestId('remote-state:http')).toHaveText('Switched off');
  await expect(lookup(second, token)).rejects.toThrow();
  await app.getByTestId('remote-switch:http').click();
  await expect(app.getByTestId('remote-address:http')).toHaveText(`http://127.0.0.1:${second}`);
});

test('a port in use and a wrong one are told, and can be mended', async ({ app }) => {
  const { port, server } = await occupy();
  await openRemoteAccess(app);
  await app.getByTestId('remote-port:http').fill(String(port));
  await app.getByTestId('remote-switch:http').click();
  await expect(app.getByTestId('remote-state:http')).toContainText(`Port ${port} of 127.0.0.1 is in use`);

  await app.getByTestId('remote-port:http').fill('99999');
  await app.getByTestId('remote-apply:http').click();
  await expect(app.getByTestId('remote-fault:http')).toContainText('the most is 65535');
  await expect(app.getByTestId('remote-state:http')).toContainText(`Port ${port}`);

  const free = await freePort();
  await setPort(app, free);
  await expect(app.getByTestId('remote-address:http')).toHaveText(`http://127.0.0.1:${free}`);
  await expect(app.getByTestId('remote-fault:http')).toHaveCount(0);
  await new Promise(resolve => server.close(resolve));
});

test('who lets in others is warned before it is done', async ({ app }) => {
  await openRemoteAccess(app);
  await expect(app.getByTestId('remote-warning:vt')).toHaveCount(0);
  await app.getByTestId('remote-who:vt').selectOption('everyone');
  await expect(app.getByTestId('remote-warning:vt')).toContainText('no token');
  await app.getByTestId('remote-who:http').selectOption('everyone');
  await expect(app.getByTestId('remote-warning:http')).toContainText('access token');
  await app.getByTestId('remote-who:http').selectOption('custom');
  await app.getByTestId('remote-host:http').fill('127.0.0.2');
  await expect(app.getByTestId('remote-warning:http')).toHaveCount(0);
  await app.getByTestId('remote-port:http').fill('0');
  await app.getByTestId('remote-switch:http').click();
  await expect(app.getByTestId('remote-address:http')).toContainText('http://127.0.0.2:');
});

test('what the command line gives is shown and cannot be changed', async ({ host, visit }) => {
  const app = await visit(await host(undefined, ['--vt', '127.0.0.1:0']));
  await openRemoteAccess(app);
  await expect(app.getByTestId('remote:vt')).toContainText('Given on the command line (127.0.0.1:0)');
  await expect(app.getByTestId('remote-address:vt')).toContainText('127.0.0.1:');
  await expect(app.getByTestId('remote-switch:vt')).toBeDisabled();
  await expect(app.getByTestId('remote-port:vt')).toHaveCount(0);
});

test('a plugin is configured through its form, and does as it is told', async ({ app, folder }) => {
  const sheet = join(folder, 'data', 'packages', 'crosspatch-plugin-cheatsheet', 'cheat-sheet.txt');
  const text = () => (existsSync(sheet) ? readFileSync(sheet, 'utf8') : '');
  await openPlugins(app, 'sheet');
  await app.getByTestId('plugin-switch:view:cheatsheet').click();
  await expect(app.getByTestId('plugin:view:cheatsheet')).toHaveAttribute('data-state', 'loaded');
  await app.getByTestId('plugin-settings:view:cheatsheet').click();
  await app.getByTestId('field:heading').fill('Tonight');
  await app.getByTestId('field:order').selectOption('name');
  await app.getByTestId('field:instances').fill('synth\nrig');
  await app.getByTestId('form-save').click();
  await expect.poll(text).toBe('Tonight\n');
  await expect(app.getByTestId('field:heading')).toHaveValue('Tonight');
  await expect(app.getByTestId('field:order')).toHaveValue('name');
  await shoot(app, 'plugins-settings');
  await app.getByTestId('form-reset').click();
  await expect.poll(text).toBe('\n');
  await expect(app.getByTestId('field:heading')).toHaveValue('');

  await app.getByTestId('plugins-filter').fill('counts');
  await app.getByTestId('plugin-settings:service:counts').click();
  await app.getByTestId('field:timeout').fill('5');
  await app.getByTestId('form-save').click();
  await expect(app.getByTestId('form-fault')).toContainText('timeout must be >= 10');
  await app.getByTestId('field:timeout').fill('500');
  await app.getByTestId('form-save').click();
  await expect(app.getByTestId('form-fault')).toHaveCount(0);
});

test('the look of the window is chosen in the settings', async ({ app }) => {
  await app.keyboard.press('Control+,');
  await app.locator('[data-theme-card=dark]').click();
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  await app.getByTestId('settings-page:appearance').press('ArrowDown');
  await expect(app.getByTestId('remote:http')).toBeVisible();
  await app.getByTestId('settings-page:remote').press('ArrowUp');
  await app.locator('[data-theme-card=light]').click();
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'light');
  await app.getByTestId('settings-region:left').click();
  await expect(app.getByTestId('palette')).toHaveCount(0);
  await app.getByTestId('settings-plugins').click();
  await expect(app.getByTestId('plugins')).toBeVisible();
});
