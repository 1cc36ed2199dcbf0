import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { describeHandlers } from '../../sandbox/testing/handler-suite.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { luaLanguage } from './language.ts';

const bench = new ScriptBench(luaLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const start = bench.starter('');

describeHandlers(bench, '', {
  invert: 'function in1(value) output("out1", 1 - value) end',
  clamp: `function f() for _, v in ipairs({-1, 2, 2}) do output('o', v) end end`,
  refuse: value => `function f() output('o', ${value}) output('o', 1) end\nfunction g(v) output('o', v) end`,
  noValues: ['0/0', '"a"', 'nil', '{}'],
  early: `output('o', 0.5) output('late', 0.25) output('late', 0.75)`,
  counter: `n = (n or 0) function f() n = n + 1 output('o', n / 10) end`,
  ticker: `local n = 0 local function tick() n = n + 1 output('o', n / 100) end\n`,
  ticking: 'interval(tick, 100) function f() end',
  lateTicking: 'function f() interval(tick, 3000) end',
  setTicking: 'interval(tick, 100) function set(v) interval(tick, v * 1000) end',
  failing: `function bad(v)\n  local t = nil\n  output('o', t.x)\nend\nfunction good(v) output('o', v) end`,
  failure: "attempt to index a nil value (local 't')",
  pass: `function f(v) output('o', v) end`,
  broken: `function f(v)\n  output('o' v)\nend`,
  raising: `output('o', 0.9)\nerror('no')`,
  state: step =>
    `state = state or { n = 0 } function f() state.n = state.n + ${step} output('o', state.n / 100) end`,
});

describe('Lua handlers: values', () => {
  it('take several scripts, also by the option source', async () => {
    const script = await bench.start({
      files: {
        'a.lua': `function f(v) output('o', v) end`,
        'lib/b.lua': `function g(v) output('o', v / 2) end`,
      },
      options: { source: ['a', 'lib/b.lua'] },
      channels: ['f', 'g', 'o'],
    });
    await script.send(['f', 1], ['g', 1]);
    expect(script.taken()).toEqual(['o=1', 'o=0.5']);
  });

  it('remember values: in after the handler, out at once, nil for unknown channels', async () => {
    const script = await start(
      `function f(v) print(input_value('f'), output_value('o')) output('o', v) print(output_value('o')) end
       function g() print(input_value('f'), input_value('nix'), output_value('nix')) end`,
      ['f', 'g', 'o'],
    );
    await script.send(['f', 0.5], ['f', 0.75], ['g', 0]);
    expect(script.said.filter(line => !line.startsWith('there'))).toEqual([
      '0.0\t0.0',
      '0.5',
      '0.5\t0.5',
      '0.75',
      '0.75\tnil\tnil',
    ]);
  });

  it('know the current channel in handlers only', async () => {
    const script = await start(
      `print('load', input_channel()) function f() print('handler', input_channel(), current()) end
       interval(function() print('interval', input_channel()) end, 100)`,
      ['f'],
    );
    await script.send(['f', 1]);
    await script.advance(100);
    expect(script.said).toEqual(['load\tnil', 'handler\tf\tf', 'interval\tnil']);
  });

  it('give every channel to the default handler, and none to functions of their own', async () => {
    const script = await start(
      `function all(v) print(input_channel(), v) end function own() print('own') end`,
      ['x', 'own'],
      { 'default-handler': 'all' },
    );
    await script.send(['x', 1], ['own', 0.5]);
    expect(script.said).toEqual(['x\t1.0', 'own\t0.5']);
  });

  it('say that a default handler is missing', async () => {
    const script = await start(`function f() end`, ['f'], { 'default-handler': 'nix' });
    await script.idle();
    expect(script.codes).toEqual(['sandbox.bad-default-handler']);
  });

  it('do not take functions of the API for handlers', async () => {
    const script = await start(`function output2() print('yes') end`, ['output', 'timestamp', 'output2']);
    await script.send(['output', 1], ['timestamp', 1], ['output2', 1]);
    expect(script.said).toEqual(['yes']);
    expect(script.codes).toEqual([]);
  });

  it('require files of the folder', async () => {
    const script = await bench.start({
      files: {
        'my.lua': `local util = require('lib.util') function f(v) output('o', util.half(v)) end`,
        'lib/util.lua': `return { half = function(v) return v / 2 end }`,
      },
      options: { script: 'my' },
      channels: ['f', 'o'],
    });
    await script.send(['f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
  });
});

describe('Lua handlers: time', () => {
  it('run threads that sleep', async () => {
    const script = await start(
      `function f(v) thread(function() for i = 1, 3 do output('o', i / 10) sleep(200) end end) end`,
      ['f', 'o'],
    );
    await script.send(['f', 1]);
    expect(script.taken()).toEqual(['o=0.1']);
    await script.advance(190);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toEqual(['o=0.2']);
    await script.advance(400);
    expect(script.taken()).toEqual(['o=0.3']);
  });

  it('refuse to sleep outside of a thread, and say so when a thread fails', async () => {
    const script = await start(
      `function f() sleep(10) end function g() thread(function() sleep(10) error('late') end) end`,
      ['f', 'g'],
    );
    await script.send(['f', 1], ['g', 1]);
    await script.advance(20);
    await script.advance(300);
    const messages = script.host.problems.standing.map(problem => problem.message);
    expect(messages).toEqual([
      expect.stringContaining('inside of a thread only'),
      expect.stringMatching(/late \(in a thread/),
    ]);
  });
});

describe('Lua handlers: failures and edits', () => {
  it('report failing intervals', async () => {
    const script = await start(`interval(function() error('tick') end, 10)`, []);
    await script.advance(20);
    await script.idle();
    expect(script.host.problems.standing[0]?.message).toContain('tick (in an interval');
  });

  it('keep the global table state over an edit, and run the clean-up handler', async () => {
    const text = (step: number) =>
      `state = state or { n = 0, deep = { 'x' } }
       function f() state.n = state.n + ${step} output('o', state.n / 100) end
       cleanup_handler(function() output('o', 1) end)`;
    const script = await start(text(1), ['f', 'o']);
    await script.send(['f', 1], ['f', 1]);
    await script.request('write', { path: 'my.lua', text: text(10) });
    await script.send(['f', 1]);
    expect(script.taken()).toEqual(['o=0.01', 'o=0.02', 'o=1', 'o=0.12']);
  });
});
