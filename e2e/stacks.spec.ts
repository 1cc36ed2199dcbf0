import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend, pullWire } from './hand.ts';
import { shoot } from './shoot.ts';
import { hear, listenTo, pitchOf, RATE, voice, writeWav } from './sound.ts';

/** A little more than one step of 16 bits. */
const STEP = 1.5 / 32768;
const PITCH = 140;

async function chooseSound(app: Page, file: string): Promise<void> {
  await app.getByTestId('choose-sound').click();
  await app.getByTestId('file-path').fill(file);
  await app.getByTestId('file-confirm').click();
  await expect(app.getByTestId('sound:A')).toHaveAttribute('data-file', file);
}

async function addModule(app: Page, module: string): Promise<void> {
  await app.getByTestId('stack-add').selectOption(module);
  await expect(app.getByTestId(`module:${module}`)).toBeVisible();
}

async function setParameter(app: Page, module: string, parameter: string, value: string): Promise<void> {
  const field = app.getByTestId(`module:${module}`).getByTestId(`parameter:${parameter}`);
  await field.fill(value);
  await field.press('Enter');
}

/** Do something that changes the stack; resolves when its new result is shown. */
async function newResult(app: Page, act: () => Promise<unknown>): Promise<void> {
  const after = app.getByTestId('sound:B');
  const before = (await after.getAttribute('data-file')) ?? '';
  await act();
  await expect(after).not.toHaveAttribute('data-file', before);
  await expect(app.getByTestId('stack-state')).toHaveText('Ready');
}

function pictureOf(app: Page, side: string): Promise<string> {
  return app
    .getByTestId(`sound:${side}`)
    .locator('canvas')
    .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
}

test('a sound goes through a stack, is heard before and after, and is fired from the canvas', async ({
  app,
  folder,
}) => {
  const file = join(folder, 'voice.wav');
  const original = voice(PITCH);
  writeWav(file, original);
  await listenTo(app);
  await placeBackend(app, 'stack', { x: 420, y: 40 });
  await app.getByTestId('tab:sound').click();
  await chooseSound(app, file);

  await test.step('before and after differ by what the stack says, to the last bit', async () => {
    await newResult(app, () => addModule(app, 'time-reverse'));
    await addModule(app, 'gain');
    await newResult(app, () => setParameter(app, 'gain', 'db', '-6'));
    expect(await pictureOf(app, 'A')).not.toBe(await pictureOf(app, 'B'));
    const before = await hear(app, () => app.getByTestId('sound:A').getByRole('button').click());
    expect(before.rate).toBe(RATE);
    expect(before.samples).toEqual([...original]);
    const after = await hear(app, () => app.getByTestId('sound:B').getByRole('button').click());
    const factor = 10 ** (-6 / 20);
    const wrong = after.samples.filter((x, i) => Math.abs(x - factor * (original.at(-1 - i) ?? 0)) > STEP);
    expect(after.samples).toHaveLength(original.length);
    expect(wrong).toEqual([]);
  });

  await test.step('A and B swap without losing the place', async () => {
    const play = app.getByTestId('transport-play');
    // The sound is short: it ends by itself, and only then it can be begun again.
    await expect(play).toHaveAccessibleName('Play');
    await app.getByTestId('transport-loop').click();
    await hear(app, () => play.click());
    const compare = app.getByTestId('compare');
    await expect(compare).toHaveAttribute('aria-checked', 'true');
    await app.waitForTimeout(150);
    const swapped = await hear(app, () => compare.press('x'));
    await expect(compare).toHaveAttribute('aria-checked', 'false');
    expect(swapped.offset).toBeGreaterThan(0.05);
    expect(swapped.samples).toEqual([...original]);
    await play.click();
    await expect(play).toHaveAccessibleName('Play');
  });

  await test.step('the pictures follow the theme', async () => {
    await app.emulateMedia({ colorScheme: 'light' });
    const light = await pictureOf(app, 'A');
    await app.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => pictureOf(app, 'A')).not.toBe(light);
  });

  await test.step('a voice gets another pitch', async () => {
    await addModule(app, 'world');
    await newResult(app, () => setParameter(app, 'world', 'f0', '+7st'));
    const after = await hear(app, () => app.getByTestId('sound:B').getByRole('button').click());
    expect(pitchOf(original, RATE)).toBeCloseTo(PITCH, 0);
    expect(semitones(pitchOf(after.samples, RATE), PITCH)).toBeCloseTo(7, 0);
    await app.getByTestId('transport-play').click();
  });

  await test.step('a button fires it, and a fader turns its pitch', async () => {
    await app.getByTestId('knob:world.f0').click();
    await expect(app.getByTestId('row:stack1.world.f0')).toBeVisible();
    await addChannel(app, 'stack1', 'play');
    await placeBackend(app, 'panel', { x: 60, y: 40 });
    await addChannel(app, 'panel1', 'button1');
    await addChannel(app, 'panel1', 'fader1');
    await pullWire(app, 'panel1.button1', 'stack1.play');
    await pullWire(app, 'panel1.fader1', 'stack1.world.f0');
    const fire = () => app.getByTestId('control:panel1.button1').click();
    const first = await hear(app, fire);
    expect(semitones(pitchOf(first.samples, RATE), PITCH)).toBeCloseTo(7, 0);
    // From the left end, -24 st, seven tenths of the way: 9.6 st.
    const fader = app.getByTestId('control:panel1.fader1');
    await fader.focus();
    for (let tenths = 1; tenths <= 7; tenths++) {
      await fader.press('Shift+ArrowRight');
      await expect(app.getByTestId('value:stack1.world.f0')).toHaveText(`0.${tenths}00`);
    }
    const second = await hear(app, fire);
    expect(semitones(pitchOf(second.samples, RATE), PITCH)).toBeCloseTo(9.6, 0);
    await app.getByTestId('node:stack1').click({ position: { x: 40, y: 10 } });
    const splitter = app.getByRole('separator', { name: 'Monitor, problems and log' });
    await splitter.focus();
    for (let i = 0; i < 14; i++) await splitter.press('ArrowUp');
    await shoot(app, 'stacks');
  });
});

test('a batch runs a stack over a folder and a grid, and says what came of it', async ({ app, folder }) => {
  const sounds = join(folder, 'sounds');
  mkdirSync(sounds);
  const levels: Record<string, number> = {};
  for (const name of ['a.wav', 'b.wav']) {
    const samples = voice(name === 'a.wav' ? 120 : 200, 0.3);
    levels[name] = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    writeWav(join(sounds, name), samples);
  }
  await app.getByTestId('tab:sound').click();
  await app.getByTestId('add-stack').click();
  await chooseSound(app, join(sounds, 'a.wav'));
  await addModule(app, 'gain');

  await app.getByTestId('batch').click();
  await app.getByTestId('batch-folder').click();
  await app.getByTestId('file-confirm').click();
  await app.getByTestId('batch-axis:1').selectOption('gain.db');
  await app.getByTestId('batch-values:1').fill('-12..0 by 6');
  await expect(app.getByTestId('batch-count')).toHaveText('2 × 3 = 6 queries');
  await app.getByTestId('batch-run').click();
  await expect(app.getByTestId('batch-progress')).toHaveText('6 done, 0 failed, 0 given up');
  await expect(app.locator('[data-testid=batch-table] tbody tr[data-state=done]')).toHaveCount(6);
  await shoot(app, 'stacks-batch');

  const save = async (id: string) => {
    const download = app.waitForEvent('download');
    await app.getByTestId(id).click();
    return readFileSync(await (await download).path(), 'utf8');
  };
  const [head = [], ...rows] = (await save('batch-csv'))
    .trim()
    .split('\r\n')
    .map(line => line.split(','));
  const cell = (row: readonly string[], name: string) => row[head.indexOf(name)] ?? '';
  expect(rows.map(row => `${cell(row, 'source')} ${cell(row, 'gain.db')}`)).toEqual(
    ['a.wav', 'b.wav'].flatMap(name => [-12, -6, 0].map(db => `${name} ${db}`)),
  );
  for (const row of rows) {
    const expected = 20 * Math.log10(levels[cell(row, 'source')] ?? 0) + Number(cell(row, 'gain.db'));
    expect(Number(cell(row, 'peak_dbfs'))).toBeCloseTo(expected, 1);
    expect(Number(cell(row, 'duration_s'))).toBeCloseTo(0.3, 4);
  }
  const sidecar: unknown = JSON.parse(await save('batch-sidecar'));
  expect(sidecar).toMatchObject({
    modules: { gain: expect.any(String) as unknown },
    parameters: ['gain.db'],
  });
  expect((sidecar as { results: unknown[] }).results[0]).toMatchObject({
    result: cell(rows[0] ?? [], 'result'),
    query: { file: join(sounds, 'a.wav'), stack: [{ module: 'gain', db: -12 }] },
  });
});

function semitones(pitch: number, of: number): number {
  return 12 * Math.log2(pitch / of);
}
