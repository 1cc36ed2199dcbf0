import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { addChannel, openFile, placeBackend, pullWire, saveAs, setOption } from './hand.ts';
import { freeUdpPort, OscPeer } from './osc-peer.ts';
import { shoot } from './shoot.ts';

const WIRE = 'wire:osc1./fader/1>osc2./level';

test('a patch drawn by hand carries OSC from one device to another', async ({ app, folder }) => {
  const device = await OscPeer.open();
  const port = await freeUdpPort();

  await placeBackend(app, 'osc', { x: 120, y: 140 });
  await setOption(app, 'osc1', 'bind', `127.0.0.1 ${port}`);
  await placeBackend(app, 'osc', { x: 620, y: 220 });
  await setOption(app, 'osc2', 'destination', `127.0.0.1 ${device.port}`);
  await addChannel(app, 'osc1', '/fader/1');
  await addChannel(app, 'osc2', '/level');
  await pullWire(app, 'osc1./fader/1', 'osc2./level');
  await expect(app.getByTestId(WIRE)).toHaveCount(1);

  await test.step('a packet goes through, and its value shows', async () => {
    await device.send(port, '/fader/1', ['f', 0.25]);
    await expect(app.getByTestId('value:osc1./fader/1')).toHaveText('0.250');
    await expect.poll(() => device.last('/level')).toBeCloseTo(0.25, 5);
    await device.send(port, '/fader/1', ['f', 0.75]);
    await expect(app.getByTestId('value:osc1./fader/1')).toHaveText('0.750');
    await expect.poll(() => device.last('/level')).toBeCloseTo(0.75, 5);
    await shoot(app, 'first-patch');
  });

  await test.step('undo takes the wire away, redo brings it back', async () => {
    await app.getByTestId('command:edit.undo').click();
    await expect(app.getByTestId(WIRE)).toHaveCount(0);
    await device.send(port, '/fader/1', ['f', 0.1]);
    await app.keyboard.press('Control+Shift+Z');
    await expect(app.getByTestId(WIRE)).toHaveCount(1);
    await device.send(port, '/fader/1', ['f', 0.5]);
    await expect.poll(() => device.last('/level')).toBeCloseTo(0.5, 5);
    // What came while the wire was away went nowhere.
    expect(device.received.map(message => Number(message.values[0]).toFixed(2))).not.toContain('0.10');
  });

  await test.step('saved, closed and opened again it is the same, and still works', async () => {
    const file = join(folder, 'first.crosspatch');
    await expect(app.getByTestId('dirty')).toHaveCount(1);
    await saveAs(app, file);
    await expect(app.getByTestId('dirty')).toHaveCount(0);
    const saved = readFileSync(file, 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ instances: [{ name: 'osc1' }, { name: 'osc2' }] });

    await app.keyboard.press('Control+Alt+N');
    await expect(app.getByTestId('node:osc1')).toHaveCount(0);
    await openFile(app, file);
    await expect(app.getByTestId(WIRE)).toHaveCount(1);
    await expect(app.getByTestId('patch-name')).toContainText('first');
    await device.send(port, '/fader/1', ['f', 0.625]);
    await expect.poll(() => device.last('/level')).toBeCloseTo(0.625, 5);
    expect(readFileSync(file, 'utf8')).toBe(saved);
  });
  await device.close();
});

test('a fader on the screen sends OSC', async ({ app }) => {
  const device = await OscPeer.open();
  await placeBackend(app, 'panel', { x: 120, y: 140 });
  await addChannel(app, 'panel1', 'fader1');
  await placeBackend(app, 'osc', { x: 620, y: 160 });
  await setOption(app, 'osc1', 'destination', `127.0.0.1 ${device.port}`);
  await addChannel(app, 'osc1', '/volume');
  await pullWire(app, 'panel1.fader1', 'osc1./volume');

  const fader = app.getByTestId('control:panel1.fader1');
  await fader.focus();
  await fader.press('End');
  await expect.poll(() => device.last('/volume')).toBe(1);
  await fader.press('Home');
  await expect.poll(() => device.last('/volume')).toBe(0);
  const box = await fader.boundingBox();
  if (!box) throw new Error('The fader is not visible.');
  await app.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => device.last('/volume')).toBeGreaterThan(0.2);
  expect(device.last('/volume')).toBeLessThan(0.8);
  await expect(app.getByTestId('monitor-row').last()).toContainText('/volume');
  await shoot(app, 'panel');
  await device.close();
});
