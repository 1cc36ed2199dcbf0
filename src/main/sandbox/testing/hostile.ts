import { expect } from 'vitest';
import type { ScriptUnderTest } from './script-bench.ts';

/** Longest pause of this thread's event loop while something runs, in ms. */
export class LoopLag {
  #worst = 0;
  #last = performance.now();
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.#worst = Math.max(this.#worst, now - this.#last);
    this.#last = now;
  }, 5);

  stop(): number {
    clearInterval(this.#timer);
    return this.#worst;
  }
}

/** Time for things that take moments on a machine that is free; others may keep it busy. ms. */
export const PATIENCE = 40_000;

/** After an attack: the script itself answers again. How soon is a matter of the machine, and of the bench. */
export async function expectAlive(script: ScriptUnderTest, handler: string): Promise<void> {
  const before = script.host.emitted.length;
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    script.host.send([handler, 0.5]);
    await new Promise(resolve => setTimeout(resolve, 50));
    if (script.host.emitted.slice(before).some(event => event.channel === 'alive')) return;
  }
  expect.fail('the script does not answer');
}
