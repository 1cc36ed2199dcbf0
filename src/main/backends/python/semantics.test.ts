import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { describeHandlers } from '../../sandbox/testing/handler-suite.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = 'import midimonster\nfrom midimonster import *\n';
const start = bench.starter(API);

describeHandlers(bench, API, {
  invert: 'def in1(value):\n    midimonster.output("out1", 1 - value)\n',
  clamp: `def f(v):\n    for x in (-1, 2, True): output('o', x)\n`,
  refuse: value => `def f(v):\n    output('o', ${value})\n    output('o', 1)\ndef g(v): output('o', v)\n`,
  noValues: ['float("nan")', '"0.5"', 'None', '[]'],
  early: `output('o', 0.5)\noutput('late', 0.25)\noutput('late', 0.75)\n`,
  counter: `n = 0\ndef f(v):\n    global n\n    n += 1\n    output('o', n / 10)\n`,
  ticker: `n = 0\ndef tick():\n    global n\n    n += 1\n    output('o', n / 100)\n`,
  ticking: 'interval(tick, 100)\ndef f(v): pass\n',
  lateTicking: 'def f(v): interval(tick, 3000)\n',
  setTicking: 'interval(tick, 100)\ndef set(v): interval(tick, int(v * 1000))\n',
  failing: `def bad(v):\n    x = {}\n    output('o', x['key'])\ndef good(v): output('o', v)\n`,
  failure: "KeyError: 'key'",
  pass: `def f(v): output('o', v)\n`,
  broken: 'def f(v:\n    pass\n',
  raising: `output('o', 0.9)\n1 / 0\n`,
  state: step =>
    `state = {'n': 0}\ndef f(v):\n    state['n'] += ${step}\n    output('o', state['n'] / 100)\n`,
});

describe('Python handlers of their own', () => {
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
    expect(script.said).toEqual(['0.0 0.0', '0.5', '0.5 0.5', '0.75', '0.75 None None']);
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
    expect(script.said).toEqual(["load None ['my.f', 'a']", "handler my.f ['my.f', 'a']", 'interval None']);
    expect(script.log[0]).toMatch(/^my\.py:3: /);
  });

  it('give channels without a dot to the default handler', async () => {
    const script = await start(
      `def all(v): print(current(), v)\ndef own(v): print('own')\n`,
      ['x', 'my.own', 'y'],
      { 'default-handler': 'my.all' },
    );
    await script.send(['x', 1], ['my.own', 1], ['y', 0.5]);
    expect(script.said).toEqual(['x 1.0', 'own', 'y 0.5']);
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
    expect(one.said).toEqual(Array.from({ length: 3 }, () => "['my', 'other']"));
    expect(two.said).toEqual(["['my', 'other', 'secret']"]);
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
  expect(shared.said).toEqual(['True']);
  expect(own.said).toEqual(['False']);
});

describe('Python handlers and their ends', () => {
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
    expect(script.said).toEqual(['None', 'True']);
    expect(script.taken()).toEqual(['o=0.5']);
  });
});
