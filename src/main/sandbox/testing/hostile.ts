import { afterAll, beforeAll, expect } from 'vitest';
import type { Language } from '../backend/language.ts';
import { ScriptBench, type ScriptUnderTest } from './script-bench.ts';

/** Time for things that take moments on a machine that is free; others may keep it busy. ms. */
export const PATIENCE = 40_000;

/** Outputs of one handler call that are let through. */
const MOST_OUTPUTS = 4096;

/** A script with hostile handlers, and a neighbour of it on the same thread. */
export class HostilePair {
  readonly bench: ScriptBench;
  #script: ScriptUnderTest | undefined;
  #neighbour: ScriptUnderTest | undefined;

  /** Both run `code` from before the first test to the end; `ok` is the channel that answers on `alive`. */
  constructor(
    language: Language,
    code: string,
    channels: readonly string[],
    readonly ok: string,
  ) {
    this.bench = new ScriptBench(language, 'own');
    const files = { [`m${language.extensions[0] ?? ''}`]: code };
    const setup = { files, options: { [language.moduleOption]: 'm' } };
    beforeAll(async () => {
      this.#script = await this.bench.start({ ...setup, channels: [...channels, ok, 'alive', 'alive2'] });
      this.#neighbour = await this.bench.start({ ...setup, name: 'other', channels: [ok, 'alive'] });
    }, PATIENCE);
    afterAll(() => this.bench.close());
  }

  get script(): ScriptUnderTest {
    return defined(this.#script);
  }

  /** Both scripts answer. */
  async expectAlive(): Promise<void> {
    await expectAlive(this.script, this.ok);
    await expectAlive(defined(this.#neighbour), this.ok);
  }

  /**
   * Run a hostile handler: it ends with some trouble, and both scripts go on to answer. Returns how often the script was
   * restarted.
   */
  async expectItEnds(hostile: string): Promise<number> {
    const { script } = this;
    const { restarts } = script.instance;
    script.host.send([hostile, 1], [this.ok, 0.5]);
    await this.expectAlive();
    const trouble = () => script.codes.length + script.instance.restarts - restarts;
    await expect.poll(trouble, { timeout: PATIENCE }).toBeGreaterThan(0);
    const flood = script.host.emitted.filter(event => event.channel === 'alive2');
    expect(flood.length).toBeLessThanOrEqual(MOST_OUTPUTS);
    return script.instance.restarts - restarts;
  }
}

function defined(script: ScriptUnderTest | undefined): ScriptUnderTest {
  if (!script) throw new Error('it is not started yet');
  return script;
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
