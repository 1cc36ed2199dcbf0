import { expect } from 'vitest';
import type { ScriptUnderTest } from './script-bench.ts';

/** Time for things that take moments on a machine that is free; others may keep it busy. ms. */
export const PATIENCE = 40_000;

/** Outputs of one handler call that are let through. */
const MOST_OUTPUTS = 4096;

/**
 * Run a hostile handler of `script`: it ends with some trouble, and the script and its neighbour on the same thread go on
 * to answer `ok`. Returns how often the script was restarted.
 */
export async function expectItEnds(
  script: ScriptUnderTest,
  neighbour: ScriptUnderTest,
  hostile: string,
  ok: string,
): Promise<number> {
  const { restarts } = script.instance;
  script.host.send([hostile, 1], [ok, 0.5]);
  await expectAlive(script, ok);
  await expectAlive(neighbour, ok);
  const trouble = () => script.codes.length + script.instance.restarts - restarts;
  await expect.poll(trouble, { timeout: PATIENCE }).toBeGreaterThan(0);
  const flood = script.host.emitted.filter(event => event.channel === 'alive2');
  expect(flood.length).toBeLessThanOrEqual(MOST_OUTPUTS);
  return script.instance.restarts - restarts;
}

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
