import { expect, type Locator, type Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

// React Flow listens to real mouse events: the hand moves in steps, as a hand does.

/** Pull a wire from one channel's handle to another's; both as `instance.channel`. */
export async function pullWire(page: Page, from: string, to: string): Promise<void> {
  const start = await centreOf(page.getByTestId(`out:${from}`));
  const end = await centreOf(page.getByTestId(`in:${to}`));
  await drag(page, start, end);
}

/** Drag a backend from the palette to a place on the canvas, in pixels from its upper left corner. */
export async function placeBackend(page: Page, backend: string, at: Point): Promise<void> {
  const canvas = await page.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('The canvas is not visible.');
  const item = page.getByTestId(`palette:${backend}`);
  await item.scrollIntoViewIfNeeded();
  const start = await centreOf(item);
  await drag(page, start, { x: canvas.x + at.x, y: canvas.y + at.y });
}

/** Give a node one more row. */
export async function addChannel(page: Page, instance: string, channel: string): Promise<void> {
  const field = page.getByTestId(`add-channel:${instance}`);
  await field.click();
  await field.fill(channel);
  await field.press('Enter');
  await expect(page.getByTestId(`row:${instance}.${channel}`)).toBeVisible();
}

/** Fill a field of the inspector and leave it, so that it takes effect. */
export async function setOption(page: Page, instance: string, option: string, value: string): Promise<void> {
  await page.getByTestId(`node:${instance}`).click({ position: { x: 40, y: 10 } });
  const field = page.getByTestId(`field:${option}`);
  await field.fill(value);
  await field.press('Enter');
}

export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 4, { steps: 2 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
}

export async function centreOf(locator: Locator): Promise<Point> {
  await expect(locator).toBeVisible();
  const box = await locator.boundingBox();
  if (!box) throw new Error('It has no place on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Save under a new name, in the file dialog of a browser window. */
export async function saveAs(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+Shift+S');
  await confirmFile(page, file);
}

/** Open a file through the dialog of a browser window. */
export async function openFile(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+O');
  await confirmFile(page, file);
}

async function confirmFile(page: Page, file: string): Promise<void> {
  await page.getByTestId('file-path').fill(file);
  await page.getByTestId('file-confirm').click();
  await expect(page.getByTestId('file-dialog')).toHaveCount(0);
}
