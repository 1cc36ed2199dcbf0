import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { describeHandlers } from '../../sandbox/testing/handler-suite.ts';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = `import { output, inputvalue, outputvalue, current, timestamp, interval, channels, cleanup_handler } from 'midimonster';\n`;
const start = bench.starter(API);

describeHandlers(bench, API, {
  invert: `export function in1(value: number): void { output('out1', 1 - value); }`,
  clamp: `export function f() { for (const v of [-1, 2, 2]) output('o', v); }`,
  refuse: value =>
    `export function f() { output('o', ${value} as any); output('o', 1); }
     export function g(v: number) { output('o', v); }`,
  noValues: ['NaN', '"0.5"', 'undefined', '{}'],
  early: `output('o', 0.5); output('late', 0.25); output('late', 0.75);`,
  counter: `let n = 0; export function f() { output('o', ++n / 10); }`,
  ticker: `let n = 0; const tick = () => output('o', ++n / 100);\n`,
  ticking: 'interval(tick, 100); export function f() {}',
  lateTicking: 'export function f() { interval(tick, 3000); }',
  setTicking: 'interval(tick, 100); export function set(v: number) { interval(tick, v * 1000); }',
  failing: `export function bad(v: number) {\n  const o = {} as { a: { b: number } };\n  output('o', o.a.b);\n}
    export function good(v: number) { output('o', v); }`,
  failure: "TypeError: cannot read property 'b' of undefined",
  pass: `export function f(v: number) { output('o', v); }`,
  broken: `export function f( { output('o', 0); }`,
  raising: `output('o', 0.9);\nthrow new Error('no');\nexport {};`,
  state: step =>
    `export let state = { n: 0 }; export function f() { state.n += ${step}; output('o', state.n / 100); }`,
});

describe('TypeScript handlers: values', () => {
  it('take modules by either name, and several of them', async () => {
    const script = await bench.start({
      files: {
        'a.ts': `${API} export const f = (v: number) => output('o', v);`,
        'lib/b.js': `${API} export function g(v) { output('o', v / 2); }`,
      },
      options: { module: ['a.ts', './lib/b'] },
      channels: ['a.f', 'lib.b.g', 'o'],
    });
    await script.send(['a.f', 1], ['lib.b.g', 1]);
    expect(script.taken()).toEqual(['o=1', 'o=0.5']);
  });

  it('remember values: in after the handler, out at once, null for unknown channels', async () => {
    const script = await start(
      `const show = (...v: unknown[]) => console.log(JSON.stringify(v));
       export function f(v: number) { show(inputvalue('my.f'), outputvalue('o')); output('o', v); show(outputvalue('o')); }
       export function g() { show(inputvalue('my.f'), inputvalue('nix'), outputvalue('nix')); }`,
      ['my.f', 'my.g', 'o'],
    );
    await script.send(['my.f', 0.5], ['my.f', 0.75], ['my.g', 0]);
    expect(script.said).toEqual(['[0,0]', '[0.5]', '[0.5,0.5]', '[0.75]', '[0.75,null,null]']);
  });

  it('know the current channel in handlers only', async () => {
    const script = await start(
      `console.log('load', current());
       export function f() { console.log('handler', current()); }
       interval(() => console.log('interval', current()), 100);`,
      ['my.f'],
    );
    await script.send(['my.f', 1]);
    await script.advance(100);
    expect(script.said).toEqual(['load null', 'handler my.f', 'interval null']);
  });

  it('list the channels', async () => {
    const script = await start(`export function f() { console.log(channels().join()); }`, ['my.f', 'a', 'b']);
    await script.send(['my.f', 1]);
    expect(script.log).toEqual(['my.ts:2: my.f,a,b']);
  });

  it('say once that an output goes nowhere, and go on', async () => {
    const script = await start(`export function f() { output('nix', 1); output('o', 1); }`, ['my.f', 'o']);
    await script.send(['my.f', 1], ['my.f', 1]);
    expect(script.taken()).toEqual(['o=1', 'o=1']);
    expect(script.log).toEqual([expect.stringContaining('my.ts:2: output to "nix"')]);
  });

  it('do not call their own handlers by output', async () => {
    const script = await start(
      `export function f(v: number) { output('my.g', v); } export function g() { console.log('no'); }`,
      ['my.f', 'my.g'],
    );
    await script.send(['my.f', 1]);
    expect(script.log).toEqual([]);
    expect(script.taken()).toEqual(['my.g=1']);
  });

  it('give channels without a dot to the default handler', async () => {
    const script = await start(
      `export function all(v: number) { console.log(current(), v); } export function own() { console.log('own'); }`,
      ['x', 'my.own', 'y'],
      { 'default-handler': 'my.all' },
    );
    await script.send(['x', 1], ['my.own', 1], ['y', 0.5]);
    expect(script.said).toEqual(['x 1', 'own', 'y 0.5']);
  });
});

describe('TypeScript handlers: time', () => {
  it('tell the time of the host in whole milliseconds', async () => {
    const script = await start(`export function f() { console.log(timestamp()); }`, ['my.f']);
    await script.send(['my.f', 1]);
    await script.advance(250);
    await script.send(['my.f', 1]);
    const [first, second] = script.said.map(Number);
    expect((second ?? 0) - (first ?? 0)).toBe(250);
  });
});

describe('TypeScript handlers: failures and edits', () => {
  it('leave nothing behind of their calls to the host', async () => {
    const script = await start(`export function f() { for (let i = 0; i < 2000; i++) timestamp(); }`, [
      'my.f',
    ]);
    const memory = async () => (await script.request('status', {})).memory;
    await script.send(['my.f', 1]);
    const before = await memory();
    for (let i = 0; i < 150; i++) script.host.send(['my.f', 1]);
    await script.idle();
    expect((await memory()) - before).toBeLessThan(1024 * 1024);
  });

  it('report a rejected promise', async () => {
    const script = await start(`export async function f() { await 0; throw new Error('later'); }`, ['my.f']);
    await script.send(['my.f', 1]);
    expect(script.host.problems.standing[0]).toMatchObject({ place: { file: 'my.ts', line: 2 } });
    expect(script.host.problems.standing[0]?.message).toContain('later');
  });

  it('run the clean-up handler at the end; its outputs count', async () => {
    const script = await start(
      `const f = () => output('o', 0.5); console.log(cleanup_handler(f)); console.log(cleanup_handler(f) === f);`,
      ['o'],
    );
    await script.instance.unload();
    expect(script.said).toEqual(['null', 'true']);
    expect(script.taken()).toEqual(['o=0.5']);
  });

  it('say where a module that is not there was asked for', async () => {
    const script = await start(`export {};\nimport { x } from './nix';\nconsole.log(x);`, []);
    expect(script.instance.diagnostics).toMatchObject([{ file: 'my.ts', line: 3 }]);
    expect(script.instance.diagnostics[0]?.message).toContain('There is no module "./nix"');
  });

  it('reload when another program changes a file, also an imported one', async () => {
    const script = await bench.start({
      files: {
        'my.ts': `${API}import { k } from './k';\nexport const f = () => output('o', k);`,
        'k.ts': 'export const k = 0.1;',
      },
      options: { module: 'my' },
      channels: ['my.f', 'o'],
    });
    await script.write('k.ts', 'export const k = 0.2;');
    await expect.poll(() => script.host.notified.map(n => n.topic)).toContain('files');
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.2']);
  });

  it('start when a module that was missing appears', async () => {
    const script = await bench.start({ files: {}, options: { module: 'my' }, channels: ['my.f', 'o'] });
    expect(script.host.statuses.at(-1)?.state).toBe('error');
    const { text, exists } = await script.request('read', { path: 'my.ts' });
    expect(exists).toBe(false);
    expect(text).toContain('export function f(value: number)');
    await script.write('my.ts', `${API}export const f = () => output('o', 1);`);
    await expect.poll(() => script.host.statuses.at(-1)?.state).toBe('ok');
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=1']);
  });
});
