import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { addChannel, centreOf, drag, placeBackend, pullWire } from './hand.ts';
import { shoot } from './shoot.ts';

const SHEET = [
  'id,section,name,address',
  '1,Filter,Filter Cutoff,fader1',
  '2,Filter,Filter Resonance,fader2',
  '3,Envelope,Filter Cutoff Decay,fader3',
  '4,Amp,Master Volume,fader4',
  '',
].join('\n');

/** Add a CSV file as a source that names the channels of an instance. */
async function addSheet(app: Page, file: string, instance: string): Promise<void> {
  await app.getByTestId('tab:library').click();
  await app.getByTestId('add-source').click();
  await app.getByTestId('source-kind:csv').click();
  await app.getByTestId('source-dialog').getByText('Choose…').click();
  await app.getByTestId('file-path').fill(file);
  await app.getByTestId('file-confirm').click();
  await expect(app.getByTestId('field:file')).toHaveValue(file);
  await app.getByTestId('field:bind-instance').selectOption(instance);
  await app.getByText('More settings').last().click();
  await app.getByTestId('field:unique').fill('id');
  await app.getByTestId('source-save').click();
  await expect(app.getByTestId('source-dialog')).toHaveCount(0);
}

test('a sheet names the channels of a device: find one by its name, patch it, read it everywhere', async ({
  app,
  folder,
}) => {
  const file = join(folder, 'synth.csv');
  writeFileSync(file, SHEET);
  await placeBackend(app, 'panel', { x: 120, y: 60 });
  await placeBackend(app, 'loopback', { x: 560, y: 120 });
  await addChannel(app, 'loopback1', 'level');
  await addSheet(app, file, 'panel1');
  await expect(app.getByTestId('source:synth')).toHaveAttribute('data-state', 'ready');

  await app.getByTestId('library-search').fill('cutoff');
  const found = app.getByTestId('entry:Filter Cutoff');
  await expect(found).toBeVisible();
  await expect(app.locator('[data-testid^="entry:"]')).toHaveCount(2);
  await app.getByTestId('star:Filter Cutoff').click();
  const canvas = await app.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('The canvas is not visible.');
  await drag(app, await centreOf(found), { x: canvas.x + 400, y: canvas.y + 330 });
  await expect(app.getByTestId('name:panel1.fader1')).toBeVisible();

  await pullWire(app, 'panel1.fader1', 'loopback1.level');
  await expect(app.getByTestId('wire:panel1.fader1>loopback1.level')).toBeVisible();
  await expect(app.getByTestId('wire-names')).toContainText('Filter Cutoff');
  await app.getByTestId('control:panel1.fader1').focus();
  await app.keyboard.press('End');
  await expect(app.getByTestId('value:loopback1.level')).toHaveText('1.000');

  await app.getByTestId('tab:monitor').click();
  await app.getByTestId('monitor-filter').fill('cutoff');
  const row = app.getByTestId('monitor-row').last();
  await expect(row).toContainText('Filter Cutoff');
  await expect(row).toContainText('fader1');
  await expect(row).toContainText('1.000');
  await shoot(app, 'directory');
  await app.getByTestId('monitor-filter').fill('');

  await app.getByTestId('library-search').fill('');
  await expect(app.getByTestId('entry:Filter Cutoff')).toBeVisible();
  await app.getByTestId('library-search').fill('volume');
  await expect(app.getByTestId('entry:Master Volume')).toBeVisible();
  await app.getByTestId('library-search').press('Enter');
  await expect(app.getByTestId('name:panel1.fader4')).toBeVisible();

  await app.getByTestId('add-channel:panel1').fill('resonance');
  await expect(app.locator('.offer').first()).toContainText('Filter Resonance');
  await app.locator('.offer').first().click();
  await expect(app.getByTestId('name:panel1.fader2')).toBeVisible();
});

test('with its plugin switched off a wire stays, and says why it has no name', async ({ app, folder }) => {
  const file = join(folder, 'synth.csv');
  writeFileSync(file, SHEET);
  await placeBackend(app, 'panel', { x: 120, y: 60 });
  await placeBackend(app, 'loopback', { x: 560, y: 120 });
  await app.getByTestId('add-control:fader').click();
  await addChannel(app, 'loopback1', 'level');
  await addSheet(app, file, 'panel1');
  await pullWire(app, 'panel1.fader1', 'loopback1.level');
  await expect(app.getByTestId('inspector').getByTestId('name:panel1.fader1')).toHaveText('Filter Cutoff');

  await app.getByTestId('menu').click();
  await app.getByTestId('command:view.plugins').click();
  await app.getByTestId('plugins-filter').fill('csv');
  await app.getByTestId('plugin-switch:source:csv').click();
  await expect(app.getByTestId('plugin:source:csv')).toHaveAttribute('data-state', 'disabled');
  await shoot(app, 'plugins');
  await app.keyboard.press('Escape');

  await expect(app.getByTestId('wire:panel1.fader1>loopback1.level')).toBeVisible();
  await expect(app.getByTestId('nameless')).toContainText('synth');
  await expect(app.getByTestId('name:panel1.fader1')).toHaveCount(0);
  await expect(app.getByTestId('source:synth')).not.toHaveAttribute('data-state', 'ready');
  await shoot(app, 'directory-nameless');

  await app.getByTestId('menu').click();
  await app.getByTestId('command:view.plugins').click();
  await app.getByTestId('plugins-filter').fill('csv');
  await app.getByTestId('plugin-switch:source:csv').click();
  await app.keyboard.press('Escape');
  await expect(app.getByTestId('inspector').getByTestId('name:panel1.fader1')).toHaveText('Filter Cutoff');
});

test('a channel gets a name of its own, and undo takes it back', async ({ app }) => {
  await placeBackend(app, 'loopback', { x: 300, y: 120 });
  await addChannel(app, 'loopback1', 'a');
  await app.getByTestId('row:loopback1.a').click({ button: 'right', position: { x: 60, y: 10 } });
  await app.getByTestId('command:edit.nameChannel').click();
  await app.getByTestId('channel-name').fill('Front light');
  await app.getByTestId('channel-name').press('Enter');
  await expect(app.getByTestId('name:loopback1.a')).toHaveText('Front light');
  await app.keyboard.press('Control+z');
  await expect(app.getByTestId('name:loopback1.a')).toHaveCount(0);
  await expect(app.getByTestId('row:loopback1.a')).toBeVisible();
});

test('a source that does not answer is named, and the others answer at once', async ({ app, folder }) => {
  const server = createServer(() => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const file = join(folder, 'synth.csv');
  writeFileSync(file, SHEET);
  await placeBackend(app, 'panel', { x: 120, y: 60 });
  await addSheet(app, file, 'panel1');
  await app.getByTestId('add-source').click();
  await app.getByTestId('source-kind:csv_ws').click();
  await app.getByTestId('source-dialog').getByTestId('field:name').fill('Office');
  await app.getByTestId('field:lookup_url').fill(`http://127.0.0.1:${port}/`);
  await app.getByText('More settings').last().click();
  await app.getByTestId('field:searched').fill('name');
  await app.getByTestId('source-save').click();
  await expect(app.getByTestId('source:Office')).toBeVisible();

  await app.getByTestId('library-search').fill('volume');
  await expect(app.getByTestId('entry:Master Volume')).toBeVisible();
  await expect(app.getByTestId('source-answers')).toContainText('Office: searching');
  await expect(app.getByTestId('source-answers')).toContainText('Office: time-out');
  await expect(app.getByTestId('entry:Master Volume')).toBeVisible();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});
