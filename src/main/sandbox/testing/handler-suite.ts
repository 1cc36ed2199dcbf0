import { describe, expect, it } from 'vitest';
import type { ScriptBench } from './script-bench.ts';

/** The same handlers in one language. Their functions are in the module `my`. */
export interface HandlerTexts {
  /** `in1` sends 1 minus its value on `out1`. */
  readonly invert: string;
  /** `f` sends -1, 2 and 2 or true on `o`. */
  readonly clamp: string;
  /** `f` sends this and then 1 on `o`; `g` sends its value. */
  refuse(value: string): string;
  readonly noValues: readonly string[];
  /** Sends 0.5 on `o`, and 0.25 and 0.75 on `late`, while it loads. */
  readonly early: string;
  /** `f` counts its calls on `o`, in steps of 0.1. */
  readonly counter: string;
  /** A function `tick` that counts its calls on `o`, in steps of 0.01. */
  readonly ticker: string;
  /** Calls `tick` every 100 ms; `f` does nothing. */
  readonly ticking: string;
  /** `f` has `tick` called every 3000 ms. */
  readonly lateTicking: string;
  /** Calls `tick` every 100 ms; `set` sets that time to its value, seconds. */
  readonly setTicking: string;
  /** `bad` fails in the third line of this text; `good` sends its value on `o`. */
  readonly failing: string;
  /** What the language says of that. */
  readonly failure: string;
  /** `f` sends its value on `o`. */
  readonly pass: string;
  /** Does not parse, in its first or its second line. */
  readonly broken: string;
  /** Sends 0.9 on `o` while it loads, and fails in its second line. */
  readonly raising: string;
  /** `f` adds `step` to a state that is kept over an edit, and sends a hundredth of it on `o`. */
  state(step: number): string;
}

/** What handlers do, whatever language they are written in. */
export function describeHandlers(bench: ScriptBench, prelude: string, texts: HandlerTexts): void {
  const suite = new Suite(bench, prelude);
  describe(`${suite.title} handlers: values`, () => testValues(suite, texts));
  describe(`${suite.title} handlers: time`, () => testTime(suite, texts));
  describe(`${suite.title} handlers: failures and edits`, () => testFailuresAndEdits(suite, texts));
}

class Suite {
  readonly title: string;
  readonly qualified: boolean;
  readonly file: string;
  readonly start: ReturnType<ScriptBench['starter']>;

  constructor(
    bench: ScriptBench,
    readonly prelude: string,
  ) {
    const { title, qualified, extensions } = bench.language;
    this.title = title;
    this.qualified = qualified;
    this.file = `my${extensions[0] ?? ''}`;
    this.start = bench.starter(prelude);
  }

  /** The channel that calls a function of the module. */
  readonly call = (name: string): string => (this.qualified ? `my.${name}` : name);

  /** The number of a line of a text, counted with the prelude. */
  line(number: number): number {
    return this.prelude.split('\n').length - 1 + number;
  }
}

function testValues(suite: Suite, texts: HandlerTexts): void {
  const { start, call } = suite;
  it('are called by their channel; their outputs carry their cause', async () => {
    const script = await start(texts.invert, [call('in1'), 'out1']);
    await script.send([call('in1'), 0.25], [call('in1'), 1]);
    expect(script.host.emitted).toEqual([
      { channel: 'out1', value: 0.75, cause: 1 },
      { channel: 'out1', value: 0, cause: 2 },
    ]);
  });

  it('clamp outputs and count every one of them', async () => {
    const script = await start(texts.clamp, [call('f'), 'o']);
    await script.send([call('f'), 1]);
    expect(script.taken()).toEqual(['o=0', 'o=1', 'o=1']);
  });

  it.each(texts.noValues)('refuse output(%s) and end that call only', async value => {
    const script = await start(texts.refuse(value), [call('f'), call('g'), 'o']);
    await script.send([call('f'), 1], [call('g'), 0.5]);
    expect(script.taken()).toEqual(['o=0.5']);
    expect(script.codes).toEqual(['sandbox.handler-failed']);
  });

  it('send what was output while loading, once the channel is there', async () => {
    const script = await start(texts.early, ['o']);
    await script.idle();
    expect(script.taken()).toEqual(['o=0.5']);
    script.host.add('late');
    await script.idle();
    expect(script.taken()).toEqual(['late=0.75']);
  });

  if (suite.qualified)
    it('say that a function is missing without disabling its neighbours', async () => {
      const script = await start(texts.pass, ['my.gone', 'my.f', 'o']);
      await script.send(['my.gone', 1], ['my.f', 1]);
      await script.idle();
      expect(script.taken()).toEqual(['o=1']);
      expect(script.host.problems.standing).toMatchObject([
        { code: 'sandbox.no-handler', place: { channel: 'my.gone' } },
      ]);
    });

  it('keep two instances apart', async () => {
    const one = await start(texts.counter, [call('f'), 'o'], {}, 'one');
    const two = await start(texts.counter, [call('f'), 'o'], {}, 'two');
    await one.send([call('f'), 1], [call('f'), 1]);
    await two.send([call('f'), 1]);
    expect([one.taken(), two.taken()]).toEqual([['o=0.1', 'o=0.2'], ['o=0.1']]);
  });
}

function testTime(suite: Suite, texts: HandlerTexts): void {
  const { start, call } = suite;
  it('call an interval in step, never early, also under load', async () => {
    const script = await start(texts.ticker + texts.ticking, [call('f'), 'o']);
    await script.advance(90);
    expect(script.taken()).toEqual([]);
    for (let i = 0; i < 36; i++) {
      for (let k = 0; k < 100; k++) script.host.send([call('f'), k / 100]);
      await script.advance(100);
    }
    expect(script.taken()).toHaveLength(36);
  });

  it('wait the whole time even when the first interval comes late in the life of the module', async () => {
    const script = await start(texts.ticker + texts.lateTicking, [call('f'), 'o']);
    await script.advance(2000);
    await script.send([call('f'), 1]);
    await script.advance(2990);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toEqual(['o=0.01']);
  });

  it('change an interval in place and keep what has passed; 0 ends it', async () => {
    const script = await start(texts.ticker + texts.setTicking, [call('set'), 'o']);
    await script.advance(50);
    await script.send([call('set'), 0.2]);
    await script.advance(140);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toHaveLength(1);
    await script.send([call('set'), 0]);
    await script.advance(1000);
    expect(script.taken()).toEqual([]);
  });
}

function testFailuresAndEdits(suite: Suite, texts: HandlerTexts): void {
  const { start, call, file, prelude } = suite;
  it('end only the call that fails, and say where and why', async () => {
    const script = await start(texts.failing, [call('bad'), call('good'), 'o']);
    await script.send([call('bad'), 0.5], [call('good'), 1], [call('bad'), 0.6], [call('good'), 0.5]);
    expect(script.taken()).toEqual(['o=1', 'o=0.5']);
    const [problem] = script.host.problems.standing;
    expect(problem).toMatchObject({
      code: 'sandbox.handler-failed',
      place: { kind: 'module', instance: 'test', file, line: suite.line(3) },
    });
    expect(problem?.message).toContain(`${texts.failure} (in "${call('bad')}" with value 0.5`);
  });

  it('keep the last good version when a save does not parse, until it is mended', async () => {
    const script = await start(texts.pass, [call('f'), 'o']);
    const broken = await script.request('write', { path: file, text: prelude + texts.broken });
    expect(broken).toMatchObject({ ok: false, diagnostics: [{ file }] });
    expect([suite.line(1), suite.line(2)]).toContain(broken.diagnostics[0]?.line);
    await script.send([call('f'), 1]);
    expect(script.taken()).toEqual(['o=1']);
    expect(script.codes).toEqual(['sandbox.load-failed']);
    const mended = await script.request('write', { path: file, text: prelude + texts.counter });
    expect(mended.ok).toBe(true);
    await script.send([call('f'), 1]);
    expect(script.taken()).toEqual(['o=0.1']);
    expect(script.codes).toEqual([]);
  });

  it('keep the last good version when the new one fails while it loads', async () => {
    const script = await start(texts.pass, [call('f'), 'o']);
    const raising = await script.request('write', { path: file, text: prelude + texts.raising });
    expect(raising).toMatchObject({ ok: false, diagnostics: [{ file, line: suite.line(2) }] });
    await script.send([call('f'), 1]);
    expect(script.taken()).toEqual(['o=1']);
  });

  it('keep the state of a module over an edit', async () => {
    const script = await start(texts.state(1), [call('f'), 'o']);
    await script.send([call('f'), 1], [call('f'), 1]);
    await script.request('write', { path: file, text: prelude + texts.state(10) });
    await script.send([call('f'), 1]);
    expect(script.taken()).toEqual(['o=0.01', 'o=0.02', 'o=0.12']);
  });
}
