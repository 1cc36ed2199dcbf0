import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = 'import midimonster\nfrom midimonster import *\n';
const start = (text: string, channels: string[], more: Record<string, string> = {}) =>
  bench.start({ files: { 'my.py': API + text }, options: { module: 'my', ...more }, channels });
/** Log lines without their place. */
const said = (log: readonly string[]) => log.map(line => line.replace(/^[\w/]+\.py:\d+: /, ''));

describe('Python handlers: values', () => {
  it('call the function of a module and send its outputs with their cause', async () => {
    const script = await start(`def in1(value):\n    midimonster.output("out1", 1 - value)\n`, [
      'my.in1',
      'out1',
    ]);
    await script.send(['my.in1', 0.25], ['my.in1', 1]);
    expect(script.host.emitted).toEqual([
      { channel: 'out1', value: 0.75, cause: 1 },
      { channel: 'out1', value: 0, cause: 2 },
    ]);
  });

  it('take modules by either name, packages and methods', async () => {
    const script = await bench.start({
      files: {
        'a.py': `${API}def f(v): output('o', v)\n`,
        'pkg/__init__.py': '',
        'pkg/sub.py': `${API}from . import helper\nclass C:\n    def m(self, v): output('o', helper.half(v))\nc = C()\n`,
        'pkg/helper.py': 'def half(v): return v / 2\n',
      },
      options: { module: ['./a.py', 'pkg/sub'] },
      channels: ['a.f', 'pkg.sub.c.m', 'o'],
    });
    await script.send(['a.f', 1], ['pkg.sub.c.m', 1]);
    expect(script.taken()).toEqual(['o=1', 'o=0.5']);
  });

  it('clamp outputs and count every one of them', async () => {
    const script = await start(`def f(v):\n    for x in (-1, 2, True): output('o', x)\n`, ['my.f', 'o']);
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0', 'o=1', 'o=1']);
  });

  it.each(['float("nan")', '"0.5"', 'None', '[]'])(
    'refuse output(%s) and end that call only',
    async value => {
      const script = await start(
        `def f(v):\n    output('o', ${value})\n    output('o', 1)\ndef g(v): output('o', v)\n`,
        ['my.f', 'my.g', 'o'],
      );
      await script.send(['my.f', 1], ['my.g', 0.5]);
      expect(script.taken()).toEqual(['o=0.5']);
      expect(script.codes).toEqual(['sandbox.handler-failed']);
    },
  );

  it('remember values: in after the handler, out at once, None for unknown channels', async () => {
    const script = await start(
      `def f(v):
    print(inputvalue('my.f'), outputvalue('o'))
    output('o', v)
    print(outputvalue('o'))
def g(v):
    print(inputvalue('my.f'), inputvalue('nix'), outputvalue('nix'))
`,
      ['my.f', 'my.g', 'o'],
    );
    await script.send(['my.f', 0.5], ['my.f', 0.75], ['my.g', 0]);
    expect(said(script.log)).toEqual(['0.0 0.0', '0.5', '0.5 0.5', '0.75', '0.75 None None']);
  });

  it('know the current channel in handlers only, and list the channels', async () => {
    const script = await start(
      `print('load', current(), channels())
def f(v): print('handler', current(), channels())
interval(lambda: print('interval', current()), 100)
`,
      ['my.f', 'a'],
    );
    await script.send(['my.f', 1]);
    await script.advance(100);
    expect(said(script.log)).toEqual([
      "load None ['my.f', 'a']",
      "handler my.f ['my.f', 'a']",
      'interval None',
    ]);
    expect(script.log[0]).toMatch(/^my\.py:3: /);
  });

  it('send what was output while loading, once the channel is there', async () => {
    const script = await start(`output('o', 0.5)\noutput('late', 0.25)\noutput('late', 0.75)\n`, ['o']);
    await script.idle();
    expect(script.taken()).toEqual(['o=0.5']);
    script.host.add('late');
    await script.idle();
    expect(script.taken()).toEqual(['late=0.75']);
  });

  it('give channels without a dot to the default handler', async () => {
    const script = await start(
      `def all(v): print(current(), v)\ndef own(v): print('own')\n`,
      ['x', 'my.own', 'y'],
      { 'default-handler': 'my.all' },
    );
    await script.send(['x', 1], ['my.own', 1], ['y', 0.5]);
    expect(said(script.log)).toEqual(['x 1.0', 'own', 'y 0.5']);
  });

  it('say that a function is missing without disabling its neighbours', async () => {
    const script = await start(`def f(v): output('o', 1)\n`, ['my.gone', 'my.f', 'o']);
    await script.send(['my.gone', 1], ['my.f', 1]);
    await script.idle();
    expect(script.taken()).toEqual(['o=1']);
    expect(script.host.problems.standing).toMatchObject([
      { code: 'sandbox.no-handler', place: { channel: 'my.gone' } },
    ]);
  });

  it('keep two instances apart: modules of one name, imports inside of functions', async () => {
    const make = (name: string, mark: string) =>
      bench.start({
        name,
        files: {
          'my.py': `${API}n = 0\ndef f(v):\n    global n\n    n += 1\n    import other, sys\n    output('o', n / 10 + other.x)\n    print(sorted(m for m in sys.modules if m in ('my', 'other', 'secret')))\n`,
          'other.py': `x = ${mark}\n`,
          'secret.py': '',
        },
        options: { module: name === 'two' ? ['my', 'secret'] : 'my' },
        channels: ['my.f', 'o'],
      });
    const one = await make('one', '0.01');
    const two = await make('two', '0.02');
    await one.send(['my.f', 1], ['my.f', 1]);
    await two.send(['my.f', 1]);
    await one.send(['my.f', 1]);
    expect(one.taken()).toEqual(['o=0.11', 'o=0.21', 'o=0.31']);
    expect(two.taken()).toEqual(['o=0.12']);
    expect(said(one.log)).toEqual(Array.from({ length: 3 }, () => "['my', 'other']"));
    expect(said(two.log)).toEqual(["['my', 'other', 'secret']"]);
  });
});

it('an isolated instance has an interpreter of its own', async () => {
  const setup = {
    files: { 'my.py': `${API}import json\njson.mark = 1\ndef f(v): print(hasattr(json, 'seen'))\n` },
    channels: ['my.f'],
  };
  const shared = await bench.start({ ...setup, name: 'shared', options: { module: 'my' } });
  const marking = { 'mark.py': 'import json\njson.seen = 1\n' };
  await bench.start({ name: 'marking', files: marking, options: { module: 'mark' } });
  const own = await bench.start({ ...setup, name: 'own', options: { module: 'my', isolated: 'on' } });
  await shared.send(['my.f', 1]);
  await own.send(['my.f', 1]);
  expect(said(shared.log)).toEqual(['True']);
  expect(said(own.log)).toEqual(['False']);
});

describe('Python handlers: time', () => {
  const ticker = `n = 0\ndef tick():\n    global n\n    n += 1\n    output('o', n / 100)\n`;

  it('call an interval in step, never early, also under load', async () => {
    const script = await start(`${ticker}interval(tick, 100)\ndef f(v): pass\n`, ['my.f', 'o']);
    await script.advance(90);
    expect(script.taken()).toEqual([]);
    for (let i = 0; i < 36; i++) {
      for (let k = 0; k < 100; k++) script.host.send(['my.f', k / 100]);
      await script.advance(100);
    }
    expect(script.taken()).toHaveLength(36);
  });

  it('wait the whole time even when the first interval comes late in the life of the module', async () => {
    const script = await start(`${ticker}def f(v): interval(tick, 3000)\n`, ['my.f', 'o']);
    await script.advance(2000);
    await script.send(['my.f', 1]);
    await script.advance(2990);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toEqual(['o=0.01']);
  });

  it('change an interval in place and keep what has passed; 0 ends it', async () => {
    const script = await start(`${ticker}interval(tick, 100)\ndef set(v): interval(tick, int(v * 1000))\n`, [
      'my.set',
      'o',
    ]);
    await script.advance(50);
    await script.send(['my.set', 0.2]);
    await script.advance(140);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toHaveLength(1);
    await script.send(['my.set', 0]);
    await script.advance(1000);
    expect(script.taken()).toEqual([]);
  });
});

describe('Python handlers: failures and edits', () => {
  it('end only the call that raises: the instance is not poisoned, and nothing is silent', async () => {
    const script = await start(
      `def bad(v):\n    x = {}\n    output('o', x['key'])\ndef good(v):\n    output('o', v)\n    output('p', v)\n`,
      ['my.bad', 'my.good', 'o', 'p'],
    );
    await script.send(['my.bad', 0.5], ['my.good', 1], ['my.bad', 0.6], ['my.good', 0.5]);
    expect(script.taken()).toEqual(['o=1', 'p=1', 'o=0.5', 'p=0.5']);
    const [problem] = script.host.problems.standing;
    expect(problem).toMatchObject({
      code: 'sandbox.handler-failed',
      place: { kind: 'module', file: 'my.py', line: 5 },
    });
    expect(problem?.message).toContain('KeyError: \'key\' (in "my.bad" with value 0.5');
  });

  it('survive sys.exit and a raised KeyboardInterrupt', async () => {
    const script = await start(
      `import sys\ndef f(v): sys.exit(1)\ndef g(v): raise KeyboardInterrupt\ndef h(v): output('o', v)\n`,
      ['my.f', 'my.g', 'my.h', 'o'],
    );
    await script.send(['my.f', 1], ['my.g', 1], ['my.h', 1]);
    expect(script.taken()).toEqual(['o=1']);
    expect(script.instance.restarts).toBe(0);
  });

  it('run the clean-up handler at the end; its outputs count', async () => {
    const script = await start(
      `def f(): output('o', 0.5)\nprint(cleanup_handler(f))\nprint(cleanup_handler(f) is f)\n`,
      ['o'],
    );
    await script.instance.unload();
    expect(said(script.log)).toEqual(['None', 'True']);
    expect(script.taken()).toEqual(['o=0.5']);
  });

  it('keep the last good version when a save does not parse or raises', async () => {
    const script = await start(`def f(v): output('o', v)\n`, ['my.f', 'o']);
    const broken = await script.request('write', { path: 'my.py', text: `${API}def f(v:\n    pass\n` });
    expect(broken).toMatchObject({ ok: false, diagnostics: [{ file: 'my.py', line: 3 }] });
    const raising = await script.request('write', { path: 'my.py', text: `${API}output('o', 0.9)\n1 / 0\n` });
    expect(raising).toMatchObject({
      ok: false,
      diagnostics: [{ file: 'my.py', line: 4, message: 'ZeroDivisionError: division by zero' }],
    });
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=1']);
    expect(script.codes).toEqual(['sandbox.load-failed']);
    const mended = await script.request('write', {
      path: 'my.py',
      text: `${API}def f(v): output('o', 0.5)\n`,
    });
    expect(mended.ok).toBe(true);
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
    expect(script.codes).toEqual([]);
  });

  it('keep the state of a module over an edit', async () => {
    const text = (step: number) =>
      `state = {'n': 0}\ndef f(v):\n    state['n'] += ${step}\n    output('o', state['n'] / 100)\n`;
    const script = await start(text(1), ['my.f', 'o']);
    await script.send(['my.f', 1], ['my.f', 1]);
    await script.request('write', { path: 'my.py', text: API + text(10) });
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.01', 'o=0.02', 'o=0.12']);
  });
});
