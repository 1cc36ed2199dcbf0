import { join } from 'node:path';
import type { Page } from '@playwright/test';

const wanted = process.env['CROSSPATCH_SCREENSHOTS'] === '1';
const folder = join(import.meta.dirname, '..', wanted ? 'docs/images' : 'test-results/images');

/** Keep a picture of the page: for the docs with CROSSPATCH_SCREENSHOTS=1, else beside the results of the tests. */
export async function shoot(page: Page, name: string): Promise<void> {
  // Toasts and glows come and go; a little later the picture says what it is about.
  if (wanted) await page.waitForTimeout(700);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
