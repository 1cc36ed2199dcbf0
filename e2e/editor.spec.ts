import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { addChannel, placeBackend, pullWire, saveAs } from './hand.ts';
import { shoot } from './shoot.ts';

/** A panel with a fader, and a script with an output that leads back to it. */
async function makePatch(app: Page, folder: string): Promise<string> {
  await placeBackend(app, 'panel', { x: 60, y: 100 });
  await addChannel(app, 'panel1', 'fader1');
  await addChannel(app, 'panel1', 'fader2');
  await placeBackend(app, 'script', { x: 360, y: 100 });
  await addChannel(app, 'script1', 'handlers.fader');
  await addChannel(app, 'script1', 'lamp');
  await pullWire(app, 'panel1.fader1', 'script1.handlers.fader');
  await pullWire(app, 'script1.lamp', 'panel1.fader2');
  await saveAs(app, join(folder, 'show.crosspatch'));
  return join(folder, 'handlers.ts');
}

async function openEditor(app: Page): Promise<void> {
  await app.getByTestId('node:script1').dblclick({ position: { x: 110, y: 32 } });
  await expect(app.getByTestId('editor')).toBeVisible();
}

/** Put the whole text of the editor away and type another. */
async function typeAll(app: Page, text: string): Promise<void> {
  await app.locator('.monaco-editor .view-lines').click();
  await app.keyboard.press('Control+A');
  await app.keyboard.press('Delete');
  // Pasted, because Monaco would indent what is typed.
  await app.evaluate(pasted => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(paste);
  }, text);
}

async function save(app: Page): Promise<void> {
  await app.keyboard.press('Control+S');
  await expect(app.getByTestId('editor-dirty')).toHaveCount(0);
}

async function moveFader(app: Page, key: 'Home' | 'End'): Promise<void> {
  const fader = app.getByTestId('control:panel1.fader1');
  await fader.focus();
  await fader.press(key);
}

const handler = (body: string) =>
  `import { output } from 'crosspatch';\n\nexport function fader(value: number): void {\n  ${body}\n}\n`;

test('a handler is written from empty, runs, breaks and is mended', async ({ app, folder }) => {
  const file = await makePatch(app, folder);
  const lamp = app.getByTestId('value:script1.lamp');

  await test.step('a new file has a handler for the wire', async () => {
    await openEditor(app);
    await expect(app.getByTestId('editor-new-file')).toBeVisible();
    await app.getByTestId('new-file-make').click();
    await expect(app.locator('.monaco-editor .view-lines')).toContainText('export function fader');
  });

  await test.step('names of channels complete inside the quotes', async () => {
    await typeAll(
      app,
      "import { output } from 'crosspatch';\n\nexport function fader(value: number): void {\n  ",
    );
    await app.keyboard.type('output(');
    await app.keyboard.type("'");
    const item = app.locator('.suggest-widget .monaco-list-row', { hasText: 'lamp' });
    await expect(item).toBeVisible({ timeout: 20_000 });
    await shoot(app, 'editor-completion');
    await app.keyboard.press('Enter');
    await expect(app.locator('.monaco-editor .view-lines')).toContainText("output('lamp'");
  });

  await test.step('saved, it runs', async () => {
    await typeAll(app, handler("output('lamp', 1 - value);"));
    await expect(app.getByTestId('editor-dirty')).toHaveCount(1);
    await save(app);
    expect(readFileSync(file, 'utf8')).toContain("output('lamp', 1 - value)");
    await moveFader(app, 'End');
    await expect(lamp).toHaveText('0.000');
    await moveFader(app, 'Home');
    await expect(lamp).toHaveText('1.000');
    await expect(app.getByTestId('control:panel1.fader2')).toHaveAttribute('aria-valuenow', /^(1|100)/);
    await expect(app.locator('.codelens-decoration').first()).toContainText('1 wire in');
    await shoot(app, 'editor');
  });

  await test.step('a name that no channel has is an error at once', async () => {
    await typeAll(app, handler("output('lmap', 1 - value);"));
    await expect(app.locator('.monaco-editor .squiggly-error').first()).toBeVisible({ timeout: 20_000 });
  });

  await test.step('code that does not load leaves the version before running', async () => {
    await typeAll(app, handler("output('lamp', ;"));
    await save(app);
    await expect(app.getByTestId('editor-refused')).toContainText('handlers.ts:4');
    await expect(app.getByTestId('editor-refused')).toContainText(/running \d\d:\d\d version/);
    await expect(app.locator('.monaco-editor .squiggly-error').first()).toBeVisible();
    await shoot(app, 'editor-refused');
    await moveFader(app, 'End');
    await expect(lamp).toHaveText('0.000');
  });

  await test.step('an exception marks its line, and ends only that call', async () => {
    await typeAll(
      app,
      handler("output('lamp', 1 - value);\n  if (value > 0.5) throw new Error('too much');"),
    );
    await save(app);
    await expect(app.getByTestId('editor-refused')).toHaveCount(0);
    await moveFader(app, 'Home');
    await moveFader(app, 'End');
    await app.getByTestId('tab:problems').click();
    const problem = app.getByTestId('problem:sandbox.handler-failed');
    await expect(problem).toContainText('too much');
    await expect(problem).toContainText('handlers.ts:5');
    await problem.locator('.problem-text').click();
    await expect(app.locator('.monaco-editor.focused')).toHaveCount(1);
    await expect(app.locator('.monaco-editor .squiggly-error').first()).toBeVisible();
    await expect(lamp).toHaveText('0.000');
  });

  await test.step('an endless loop is stopped, and the next version runs', async () => {
    await typeAll(app, handler("output('lamp', value);\n  while (value > 0.5) {}"));
    await save(app);
    await moveFader(app, 'Home');
    await moveFader(app, 'End');
    await expect(app.getByTestId('problem:sandbox.handler-interrupted')).toBeVisible();
    await typeAll(app, handler("output('lamp', value / 2);"));
    await save(app);
    await expect(app.getByTestId('problem:sandbox.handler-interrupted')).toHaveCount(0);
    await moveFader(app, 'Home');
    await moveFader(app, 'End');
    await expect(lamp).toHaveText('0.500');
  });
});

test('another editor changes the file', async ({ app, folder }) => {
  const file = await makePatch(app, folder);
  const lines = app.locator('.monaco-editor .view-lines');
  const lamp = app.getByTestId('value:script1.lamp');
  await openEditor(app);
  await app.getByTestId('new-file-make').click();
  await expect(lines).toContainText('fader');
  await typeAll(app, handler("output('lamp', value);"));
  await save(app);

  await test.step('it is shown and runs', async () => {
    writeFileSync(file, handler("output('lamp', value / 4);"));
    await expect(lines).toContainText('value / 4');
    // The text is shown as soon as the file changed; the code runs when it has been compiled and checked.
    await expect(async () => {
      await moveFader(app, 'Home');
      await moveFader(app, 'End');
      await expect(lamp).toHaveText('0.250', { timeout: 1000 });
    }).toPass();
  });

  await test.step('what is being typed is not lost', async () => {
    await typeAll(app, handler("output('lamp', 0.75);"));
    writeFileSync(file, handler("output('lamp', 0.1);"));
    await expect(app.getByTestId('editor-conflict')).toBeVisible();
    await expect(lines).toContainText('0.75');
    await app.getByTestId('conflict:mine').click();
    await expect(app.getByTestId('editor-conflict')).toHaveCount(0);
    expect(readFileSync(file, 'utf8')).toContain('0.75');
    await moveFader(app, 'Home');
    await expect(lamp).toHaveText('0.750');
  });
});

test('a channel is renamed on the canvas and the code follows; undo takes both back', async ({
  app,
  folder,
}) => {
  const file = await makePatch(app, folder);
  const lines = app.locator('.monaco-editor .view-lines');
  await openEditor(app);
  await app.getByTestId('new-file-make').click();
  await expect(lines).toContainText('fader');
  await typeAll(
    app,
    handler("output('lamp', value); // lamp\n  const same: OutputChannel = 'lamp';\n  output(same, value);"),
  );
  await save(app);
  const text = readFileSync(file, 'utf8');

  await app.getByTestId('row:script1.lamp').locator('.row-label').dblclick();
  await app.getByTestId('rename-channel').fill('spot');
  const diff = app.getByTestId('diff:handlers.ts');
  await expect(diff).toContainText("output('spot', value); // lamp");
  // The language service knows that this string is a channel.
  await expect(diff).toContainText("const same: OutputChannel = 'spot';");
  await shoot(app, 'editor-rename');
  await app.getByTestId('rename-confirm').click();
  await expect(app.getByTestId('rename-dialog')).toHaveCount(0);
  await expect(app.getByTestId('wire:script1.spot>panel1.fader2')).toHaveCount(1);
  await expect(lines).toContainText("output('spot', value)");
  expect(readFileSync(file, 'utf8')).toBe(text.replaceAll("'lamp'", "'spot'"));
  await moveFader(app, 'End');
  await expect(app.getByTestId('value:script1.spot')).toHaveText('1.000');

  await app.getByTestId('row:script1.handlers.fader').locator('.row-label').dblclick();
  await app.getByTestId('rename-channel').fill('handlers.level');
  await expect(app.getByTestId('diff:handlers.ts')).toContainText('export function level');
  await app.getByTestId('rename-confirm').click();
  await expect(app.getByTestId('wire:panel1.fader1>script1.handlers.level')).toHaveCount(1);
  await expect(lines).toContainText('export function level');

  await app.getByTestId('command:edit.undo').click();
  await app.getByTestId('command:edit.undo').click();
  await expect(app.getByTestId('wire:script1.lamp>panel1.fader2')).toHaveCount(1);
  await expect(lines).toContainText("output('lamp', value)");
  await expect.poll(() => readFileSync(file, 'utf8')).toBe(text);
  await app.keyboard.press('Control+Shift+Z');
  await expect(app.getByTestId('wire:script1.spot>panel1.fader2')).toHaveCount(1);
  await expect.poll(() => readFileSync(file, 'utf8')).toContain("'spot'");
});

test('Python and Lua know the channels, too', async ({ app, folder }) => {
  await app.emulateMedia({ colorScheme: 'dark' });
  await placeBackend(app, 'panel', { x: 60, y: 60 });
  await addChannel(app, 'panel1', 'fader1');
  await placeBackend(app, 'lua', { x: 360, y: 60 });
  await addChannel(app, 'lua1', 'fader');
  await addChannel(app, 'lua1', 'lamp');
  await pullWire(app, 'panel1.fader1', 'lua1.fader');
  await placeBackend(app, 'python', { x: 360, y: 260 });
  await addChannel(app, 'python1', 'show.fader');
  await addChannel(app, 'python1', 'spot');
  await pullWire(app, 'panel1.fader1', 'python1.show.fader');
  await saveAs(app, join(folder, 'show.crosspatch'));
  const lines = app.locator('.monaco-editor .view-lines');
  const rows = app.locator('.suggest-widget .monaco-list-row');

  await test.step('Python', async () => {
    await app.getByTestId('node:python1').dblclick({ position: { x: 110, y: 32 } });
    await expect(app.getByTestId('new-file-name')).toHaveValue('show.py');
    await app.getByTestId('new-file-make').click();
    await expect(lines).toContainText('def fader(value)');
    await typeAll(app, 'import midimonster\n\n\ndef fader(value):\n    ');
    await app.keyboard.type('midimonster.output("');
    await expect(rows.first()).toContainText('spot');
    await app.keyboard.press('Enter');
    await app.keyboard.press('End');
    await typeAll(
      app,
      'import midimonster\n\n\ndef fader(value):\n    midimonster.output("spot", value / 2)\n',
    );
    await save(app);
    await moveFader(app, 'End');
    await expect(app.getByTestId('value:python1.spot')).toHaveText('0.500', { timeout: 20_000 });
  });

  await test.step('Lua, with the page of the API', async () => {
    await app.getByTestId('node:lua1').dblclick({ position: { x: 60, y: 18 } });
    await app.getByTestId('new-file-make').click();
    await expect(lines).toContainText('function fader');
    await typeAll(app, 'function fader(value)\n  ');
    await app.keyboard.type('output("');
    await expect(rows.filter({ hasText: 'lamp' })).toBeVisible();
    await app.keyboard.press('Escape');
    await typeAll(app, 'function fader(value)\n  output("lamp", 1 - value)\nend\n');
    await save(app);
    await moveFader(app, 'Home');
    await expect(app.getByTestId('value:lua1.lamp')).toHaveText('1.000');
    await expect(app.locator('.codelens-decoration').first()).toContainText('1 wire in');
    await app.getByTestId('editor-api').click();
    await expect(app.getByTestId('api-pane')).toContainText('sleep');
    await expect(app.getByTestId('api-pane')).not.toContainText('midimonster');
    await shoot(app, 'editor-lua-dark');
  });

  await test.step('both stay open, and what is typed stays in the text', async () => {
    await app.getByTestId('editor-tab:show.py').click();
    await expect(lines).toContainText('spot');
    await lines.click();
    await app.keyboard.press('Control+End');
    await app.keyboard.type('# c w m');
    await app.keyboard.press('Backspace');
    await expect(lines).toContainText('# c w');
    await expect(app.locator('.react-flow__node')).toHaveCount(3);
    await app.keyboard.press('Escape');
    await expect(app.locator('.react-flow__node[data-id="python1"]')).toBeFocused();
  });

  await test.step('a draft outlives the window', async () => {
    await app.waitForTimeout(600);
    await app.reload();
    await app.locator('.react-flow__node[data-id="python1"]').focus();
    await app.keyboard.press('Enter');
    await expect(lines).toContainText('# c w');
    await expect(app.getByTestId('editor-dirty')).toHaveCount(1);
  });

  await test.step('a script that gets another name keeps its modules open, one that goes closes them', async () => {
    await app.getByTestId('field:name').fill('py');
    await app.getByTestId('field:name').press('Enter');
    await expect(app.getByTestId('node:py')).toBeVisible();
    await expect(app.getByTestId('editor-state')).toContainText('py ·');
    await expect(lines).toContainText('# c w');
    await app.locator('.react-flow__node[data-id="py"]').focus();
    await app.keyboard.press('Delete');
    await expect(app.getByTestId('node:py')).toHaveCount(0);
    await expect(app.getByTestId('editor')).toBeHidden();
  });
});
