import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

const START = join(import.meta.dirname, '..', 'scripts', 'start.mjs');

test('npm start says in one line why there is no window, prints the address, and ends at Ctrl+C', async ({
  folder,
  page,
}) => {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _w, ...env } = process.env;
  const child = spawn(process.execPath, [START], {
    env: { ...env, CROSSPATCH_DATA: folder, CROSSPATCH_HEADLESS: '1', CROSSPATCH_BROWSER: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  try {
    let text = '';
    child.stdout.on('data', chunk => (text += String(chunk)));
    await expect.poll(() => text, { timeout: 30_000 }).toMatch(/^crosspatch ready http/m);
    // A build that is stale is made new first, and said so.
    const lines = text
      .trimEnd()
      .split('\n')
      .filter(line => !line.startsWith('Building'));
    expect(lines.length).toBe(2);
    expect(lines[0]).toContain('without a window');
    const address = /http\S+/.exec(text)?.[0] ?? '';
    await page.goto(address);
    await expect(page.getByTestId('canvas')).toBeVisible();
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  } finally {
    // Whatever failed, no host is left behind; after a clean end this reaches nobody.
    child.kill('SIGTERM');
  }
});
