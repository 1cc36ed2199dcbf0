import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend, pullWire } from './hand.ts';

test('two browsers edit the same patch, and both see every change', async ({ host, visit }) => {
  const running = await host();
  const left = await visit(running);
  const right = await visit(running);
  await placeBackend(left, 'loopback', { x: 160, y: 160 });
  await expect(right.getByTestId('node:loopback1')).toBeVisible();
  await placeBackend(right, 'loopback', { x: 600, y: 260 });
  await expect(left.getByTestId('node:loopback2')).toBeVisible();
  await addChannel(left, 'loopback1', 'a');
  await addChannel(right, 'loopback2', 'b');
  await pullWire(right, 'loopback1.a', 'loopback2.b');
  await expect(left.getByTestId('wire:loopback1.a>loopback2.b')).toHaveCount(1);
  await left.getByTestId('command:edit.undo').click();
  await expect(right.getByTestId('wire:loopback1.a>loopback2.b')).toHaveCount(0);
});

test('a page without the token says where to find it', async ({ host, page }) => {
  const running = await host();
  const address = new URL(running.address);
  await page.goto(address.origin);
  await expect(page.getByText('Open the whole address that Crosspatch printed')).toBeVisible();
});

test('the token leaves the address bar', async ({ host, visit }) => {
  const running = await host();
  const page = await visit(running);
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(page.getByTestId('canvas')).toBeVisible();
});

test('a window follows its engine: it reconnects when the host is started again', async ({
  host,
  visit,
  complaints,
}) => {
  const first = await host();
  const port = new URL(first.address).port;
  const page = await visit(first);
  expect(await first.stop()).toBe(0);
  await expect(page.getByTestId('link-banner')).toBeVisible();
  await host(undefined, ['--ui', `127.0.0.1:${port}`]);
  await expect(page.getByTestId('link-banner')).toHaveCount(0);
  // The browser itself complains of each attempt that failed.
  complaints.length = 0;
  await placeBackend(page, 'loopback', { x: 160, y: 160 });
  await expect(page.getByTestId('node:loopback1')).toBeVisible();
});
