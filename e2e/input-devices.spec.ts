import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend, pullWire } from './hand.ts';
import { shoot } from './shoot.ts';

/** A gamepad of the browser, as far as the page can tell; `press` and `push` move it. */
async function plugInPad(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pad = {
      index: 0,
      id: 'Test Pad (STANDARD GAMEPAD)',
      connected: true,
      axes: [0, 0, 0, 0],
      buttons: Array.from({ length: 16 }, () => ({ value: 0, pressed: false, touched: false })),
    };
    Object.assign(window, { testPad: pad });
    navigator.getGamepads = () => [pad as unknown as Gamepad];
  });
}

async function movePad(page: Page, axis: number, button: number): Promise<void> {
  await page.evaluate(
    ([x, value]) => {
      const { testPad } = window as unknown as { testPad: { axes: number[]; buttons: { value: number }[] } };
      testPad.axes[0] = x ?? 0;
      const first = testPad.buttons[0];
      if (first) first.value = value ?? 0;
    },
    [axis, button],
  );
}

test('keys of the window are channels; typing is not, and nothing stays pressed', async ({ app }) => {
  await placeBackend(app, 'keyboard', { x: 120, y: 60 });
  await placeBackend(app, 'loopback', { x: 560, y: 120 });
  await addChannel(app, 'keyboard1', 'KeyQ');
  await addChannel(app, 'loopback1', 'level');
  await pullWire(app, 'keyboard1.KeyQ', 'loopback1.level');
  const level = app.getByTestId('value:loopback1.level');
  await expect(app.getByTestId('keyboard-live')).toContainText('Q');

  await app.keyboard.down('q');
  await expect(level).toHaveText('1.000');
  await expect(app.locator('.key-cap.down')).toHaveCount(1);
  await app.keyboard.up('q');
  await expect(level).toHaveText('0.000');
  await expect(app.locator('.key-cap.down')).toHaveCount(0);

  await app.getByTestId('monitor-filter').fill('q');
  await app.getByTestId('monitor-filter').press('q');
  await expect(level).toHaveText('0.000');
  await app.getByTestId('monitor-filter').fill('');
  await app.getByTestId('node:loopback1').click({ position: { x: 40, y: 10 } });

  await app.keyboard.down('q');
  await expect(level).toHaveText('1.000');
  await app.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(level).toHaveText('0.000');
  await app.keyboard.up('q');
});

test('a gamepad of the window moves a wire, and waits when it is pulled out', async ({ app }) => {
  await placeBackend(app, 'gamepad', { x: 120, y: 60 });
  await placeBackend(app, 'loopback', { x: 560, y: 120 });
  await addChannel(app, 'gamepad1', 'axis0');
  await addChannel(app, 'gamepad1', 'button0');
  await addChannel(app, 'loopback1', 'level');
  await pullWire(app, 'gamepad1.axis0', 'loopback1.level');
  await expect(app.getByTestId('node:gamepad1')).toHaveAttribute('data-status', 'waiting');

  await plugInPad(app);
  await expect(app.getByTestId('node:gamepad1')).toHaveAttribute('data-status', 'ok');
  await expect(app.getByTestId('gamepad-live')).toBeVisible();
  await movePad(app, 1, 1);
  await expect(app.getByTestId('value:loopback1.level')).toHaveText('1.000');
  await expect(app.getByTestId('value:gamepad1.button0')).toHaveText('1.000');
  await shoot(app, 'gamepad');

  await app.evaluate(() => void (navigator.getGamepads = () => []));
  await expect(app.getByTestId('value:loopback1.level')).toHaveText('0.500');
  await expect(app.getByTestId('value:gamepad1.button0')).toHaveText('0.000');
  await expect(app.getByTestId('node:gamepad1')).toHaveAttribute('data-status', 'waiting');
});
