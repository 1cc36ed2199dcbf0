import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend, pullWire } from './hand.ts';
import { shoot } from './shoot.ts';

test('copy, paste, delete, undo and redo work from the keyboard', async ({ app }) => {
  await placeBackend(app, 'loopback', { x: 120, y: 120 });
  await addChannel(app, 'loopback1', 'a');
  await placeBackend(app, 'loopback', { x: 560, y: 160 });
  await addChannel(app, 'loopback2', 'b');
  await pullWire(app, 'loopback1.a', 'loopback2.b');
  const nodes = app.locator('[data-testid^="node:"]');
  const wires = app.locator('[data-testid^="wire:"]');
  await expect(wires).toHaveCount(1);

  await app.getByTestId('node:loopback1').click({ position: { x: 40, y: 10 } });
  await app.keyboard.press('Control+A');
  await app.keyboard.press('Control+C');
  await app.keyboard.press('Control+V');
  await expect(nodes).toHaveCount(4);
  await expect(wires).toHaveCount(2);
  await app.keyboard.press('Delete');
  await expect(nodes).toHaveCount(2);
  await expect(wires).toHaveCount(1);
  await app.keyboard.press('Control+Z');
  await expect(nodes).toHaveCount(4);
  await app.keyboard.press('Control+Z');
  await expect(nodes).toHaveCount(2);
  await app.keyboard.press('Control+Shift+Z');
  await expect(nodes).toHaveCount(4);
});

test('Enter chooses the node or the wire that has the focus', async ({ app }) => {
  await placeBackend(app, 'loopback', { x: 120, y: 120 });
  await addChannel(app, 'loopback1', 'a');
  await placeBackend(app, 'loopback', { x: 560, y: 160 });
  await addChannel(app, 'loopback2', 'b');
  await pullWire(app, 'loopback1.a', 'loopback2.b');
  const wire = app.locator('.react-flow__edge');
  // A new wire is selected when the engine has taken it.
  await expect(wire).toHaveClass(/selected/);
  const node = app.locator('.react-flow__node[data-id="loopback1"]');
  await node.focus();
  await app.keyboard.press('Enter');
  await expect(node).toHaveClass(/selected/);
  await wire.focus();
  await app.keyboard.press('Enter');
  await expect(wire).toHaveClass(/selected/);
  await expect(node).not.toHaveClass(/selected/);
});

test('the theme follows the system', async ({ app }) => {
  const ground = () => app.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await app.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await app.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  await shoot(app, 'empty-dark');
});

test('at 200 % zoom everything can still be reached', async ({ app }) => {
  // What a window of 1440 x 900 shows at 200 %.
  await app.setViewportSize({ width: 720, height: 450 });
  for (const id of ['header', 'canvas', 'status', 'menu']) await expect(app.getByTestId(id)).toBeInViewport();
  const sideways = await app.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(sideways).toBe(false);
  await shoot(app, 'zoom-200');
});
