import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { electronBinary } from '../scripts/setup/electron.mjs';
import { type Host, startHost } from './host.ts';

const ROOT = join(import.meta.dirname, '..');

export type Shell = 'electron' | 'browser';

interface Fixtures {
  /** A folder of the test's own; `data` below it holds the user's data. */
  readonly folder: string;
  /** What the page complained of on its console; a test that expects such empties it. */
  readonly complaints: string[];
  /** The program with a new patch, in the window where Electron is, else in a browser. */
  readonly app: Page;
  /** Start a headless host in the test's folder; it is stopped when the test ends. */
  readonly host: (file?: string, args?: readonly string[]) => Promise<Host>;
  /** Open a host's page in a browser window of its own. */
  readonly visit: (host: Host) => Promise<Page>;
}

/** Which shell `app` uses: Electron where its binary is, unless CROSSPATCH_SHELL says `browser`. */
export function shellHere(): Shell {
  const display = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined;
  const wanted = process.env['CROSSPATCH_SHELL'] !== 'browser';
  return wanted && display && electronBinary() !== undefined ? 'electron' : 'browser';
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspatch-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'the console of the page').toEqual([]);
  },
  host: async ({ folder }, use) => {
    const hosts: Host[] = [];
    await use(async (file, args = []) => {
      const host = await startHost({
        data: join(folder, 'data'),
        args,
        ...(file === undefined ? {} : { file }),
      });
      hosts.push(host);
      return host;
    });
    for (const host of hosts) await host.kill();
  },
  visit: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async host => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(host.address);
      await ready(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  app: async ({ folder, complaints, host, visit }, use) => {
    if (shellHere() === 'browser') return use(await visit(await host()));
    const executablePath = electronBinary();
    const electron = await _electron.launch({
      args: [ROOT, `--user-data-dir=${join(folder, 'profile')}`],
      env: { ...(process.env as Record<string, string>), CROSSPATCH_DATA: join(folder, 'data') },
      ...(executablePath === undefined ? {} : { executablePath }),
    });
    const page = await electron.firstWindow();
    listen(page, complaints);
    await ready(page);
    await use(page);
    await electron.close();
  },
});

export { expect };

/** Wait until the page is connected and drawn. */
export async function ready(page: Page): Promise<void> {
  await expect(page.getByTestId('canvas')).toBeVisible();
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', error => complaints.push(`error: ${error.message}`));
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
}
