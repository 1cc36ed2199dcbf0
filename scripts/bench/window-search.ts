import type { Page } from '@playwright/test';
import { look, type Stretch } from './window-page.ts';

const WORDS = ['cutoff', 'resonance', 'envelope', 'maker 7 lfo', 'drive'];
/** Between two letters, ms: a quick typist. */
const LETTER = 120;

export interface Typed {
  /** From a key to the frame that shows its letter, the longest, ms. */
  readonly paint: number;
  /** From a letter to the results of what stands there then, p95, ms: 60 of them are the pause before it asks. */
  readonly answer: number;
}

declare global {
  interface Window {
    benchTyped?: { paint: number; answers: number[] };
  }
}

/** Type some words into the Library, letter by letter. */
export async function type(page: Page): Promise<Typed> {
  const field = page.getByTestId('library-search');
  await field.fill('');
  await page.evaluate(watchTyping);
  for (const word of WORDS) {
    await field.pressSequentially(word, { delay: LETTER });
    await page.locator('#library-results[aria-busy="false"]').waitFor();
    await field.fill('');
  }
  return page.evaluate(() => {
    const { paint = NaN, answers = [] } = window.benchTyped ?? {};
    const sorted = answers.toSorted((a, b) => a - b);
    return { paint, answer: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
  });
}

/** Runs in the page. */
function watchTyping(): void {
  const typed: { paint: number; answers: number[] } = (window.benchTyped = { paint: 0, answers: [] });
  const field = document.querySelector<HTMLInputElement>('[data-testid="library-search"]');
  let asked: number | undefined;
  field?.addEventListener('input', () => {
    const at = performance.now();
    asked = field.value === '' ? undefined : at;
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (window.benchTyped === typed) typed.paint = Math.max(typed.paint, performance.now() - at);
      }),
    );
  });
  const library = document.querySelector('[data-testid="library"]');
  if (!library) return;
  new MutationObserver(() => {
    const list = document.querySelector('#library-results');
    if (asked === undefined || list?.getAttribute('aria-busy') !== 'false') return;
    typed.answers.push(performance.now() - asked);
    asked = undefined;
  }).observe(library, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
}

/** Scroll through 200 results and back. */
export async function scroll(page: Page): Promise<Stretch> {
  await page.getByTestId('library-search').fill('maker');
  await page.locator('#library-results[aria-busy="false"] > li:nth-child(150)').waitFor();
  await page.locator('#library-results').hover();
  await look(page);
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, i < 30 ? 250 : -250);
    await page.waitForTimeout(16);
  }
  return look(page);
}

/** Look at the node with the names from so near that they can be read. */
export async function magnify(page: Page): Promise<void> {
  const box = await page.getByTestId('node:synth').boundingBox();
  if (!box) throw new Error('The node is not visible.');
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  const name = page.getByTestId('row:synth.ch0.cc0');
  for (let i = 0; i < 40 && ((await name.boundingBox())?.height ?? 0) < 20; i++) {
    await page.mouse.wheel(0, -120);
    await page.waitForTimeout(50);
  }
}
