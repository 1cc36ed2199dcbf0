import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../setup/test-tools.mjs';

/** What the main thread of the page did between two looks; times in ms. */
export interface Stretch {
  /** Longest time between two frames. */
  readonly frame: number;
  /** Longest task of the main thread; those below 50 ms are not told and count as 0. */
  readonly task: number;
}

interface Watch {
  frame: number;
  task: number;
}
declare global {
  interface Window {
    benchWatch?: Watch;
  }
}

/** Open the page as a browser shows it, with a watch over its main thread. */
export async function openPage(address: string): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // The loader of this script names its functions through this helper, which the page does not have.
  await page.addInitScript('globalThis.__name = f => f');
  await page.addInitScript(watchMainThread);
  await page.goto(address);
  await page.getByTestId('canvas').waitFor();
  return { page, close: () => browser.close() };
}

/** What happened since the last look, or since the page was opened; the watch begins anew. */
export function look(page: Page): Promise<Stretch> {
  return page.evaluate(async () => {
    // What is on its way belongs to this stretch.
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { frame, task } = window.benchWatch ?? { frame: NaN, task: NaN };
    window.benchWatch = { frame: 0, task: 0 };
    return { frame, task };
  });
}

/** Runs in the page. */
function watchMainThread(): void {
  window.benchWatch = { frame: 0, task: 0 };
  let last = performance.now();
  const onFrame = (now: number) => {
    const watch = window.benchWatch;
    if (watch) watch.frame = Math.max(watch.frame, now - last);
    last = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  new PerformanceObserver(list => {
    const watch = window.benchWatch;
    for (const { duration } of list.getEntries()) if (watch) watch.task = Math.max(watch.task, duration);
  }).observe({ entryTypes: ['longtask'] });
}
