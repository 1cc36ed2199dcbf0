import { expect, test } from './fixtures.ts';
import { centreOf } from './hand.ts';
import { shoot } from './shoot.ts';

test('an example opens from the empty canvas, and plays', async ({ app }) => {
  await app.emulateMedia({ colorScheme: 'dark' });
  await app.getByTestId('card:example').click();
  await app.getByRole('button', { name: 'Handlers in three languages' }).click();
  for (const node of ['panel1', 'fade', 'toggle', 'tally', 'panel2'])
    await expect(app.getByTestId(`node:${node}`)).toBeVisible();

  await test.step('a fader that jumps is followed smoothly by the TypeScript handler', async () => {
    const fader = app.getByTestId('control:panel1.fader1');
    const { x, y } = await centreOf(fader);
    await app.mouse.move(x - 40, y);
    await app.mouse.down();
    await app.mouse.move(x + 40, y, { steps: 6 });
    await app.mouse.up();
    const level = Number(await fader.getAttribute('aria-valuenow'));
    expect(level).toBeGreaterThan(0.5);
    const follower = app.getByTestId('control:panel2.fader1');
    await expect.poll(async () => Number(await follower.getAttribute('aria-valuenow'))).toBeCloseTo(level, 1);
  });

  await test.step('the button toggles the lamp through the Lua handler', async () => {
    await app.getByTestId('control:panel1.button1').click();
    await expect(app.getByTestId('value:toggle.lamp')).toHaveText('1.000');
  });
  await shoot(app, 'first-look');
});
