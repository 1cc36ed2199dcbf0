import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { addChannel, openFile, placeBackend } from './hand.ts';
import { freeUdpPort, OscPeer } from './osc-peer.ts';
import { shoot } from './shoot.ts';

test('a MIDIMonster configuration opens as it is, and runs', async ({ app, folder }) => {
  const device = await OscPeer.open();
  const port = await freeUdpPort();
  const file = join(folder, 'show.cfg');
  writeFileSync(
    file,
    [
      '; a comment',
      '[osc desk]',
      `bind = 127.0.0.1 ${port}`,
      '[osc rig]',
      `destination = 127.0.0.1 ${device.port}`,
      '/dim/* = f 0 1',
      '[evdev pad]',
      'device = /dev/input/event99',
      '[map]',
      'desk./fader/{1..4} > rig./dim/{1..4}',
      'pad.EV_KEY.KEY_A > rig./dim/5',
      '',
    ].join('\n'),
  );
  await openFile(app, file);
  await expect(app.getByTestId('node:desk')).toBeVisible();
  await expect(app.getByTestId('node:rig')).toBeVisible();
  await expect(app.getByTestId('node:pad')).toBeVisible();
  await device.send(port, '/fader/3', ['f', 0.5]);
  await expect.poll(() => device.last('/dim/3')).toBeCloseTo(0.5, 5);
  await shoot(app, 'midimonster-cfg');
  await device.close();
});

test('a broken file opens as far as it can, and lists its problems', async ({ app, folder }) => {
  const file = join(folder, 'broken.crosspatch');
  const text = JSON.stringify(
    {
      crosspatch: 1,
      instances: [
        { name: 'good', backend: 'loopback' },
        { name: 'strange', backend: 'teleport', options: { target: 'moon' } },
        { name: 7 },
      ],
      mappings: [
        { from: 'good.a', to: 'strange.b' },
        { from: 'good.{1..2}', to: 'strange.{1..3}' },
      ],
    },
    null,
    2,
  );
  writeFileSync(file, text);
  await openFile(app, file);
  await expect(app.getByTestId('node:good')).toBeVisible();
  await expect(app.getByTestId('node:strange')).toBeVisible();
  await app.getByTestId('tab:problems').click();
  await expect(app.getByTestId('problem:backend.unknown')).toBeVisible();
  await expect(app.getByTestId('problem:patch.range-count')).toBeVisible();
  await expect(app.getByTestId('problem:patch.damaged-part').first()).toBeVisible();
  await shoot(app, 'problems');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('work that a crash left behind is offered back', async ({ host, visit, complaints }) => {
  const first = await host();
  const before = await visit(first);
  await placeBackend(before, 'loopback', { x: 200, y: 200 });
  await addChannel(before, 'loopback1', 'a');
  await expect(before.getByTestId('dirty')).toHaveCount(1);
  // Autosave follows an edit within seconds.
  await before.waitForTimeout(3000);
  await first.kill();
  await expect(before.getByTestId('link-banner')).toBeVisible();
  await before.close();
  // The browser itself says that the connection broke.
  complaints.length = 0;

  const after = await visit(await host());
  await expect(after.getByTestId('node:loopback1')).toHaveCount(0);
  const offer = after.locator('[data-testid^="recover:"]').first();
  await expect(offer).toBeVisible();
  await shoot(after, 'recovery');
  await offer.click();
  await expect(after.getByTestId('node:loopback1')).toBeVisible();
  await expect(after.getByTestId('row:loopback1.a')).toBeVisible();
});
