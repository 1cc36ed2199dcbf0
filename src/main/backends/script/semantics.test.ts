import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = `import { output, inputvalue, outputvalue, current, timestamp, interval, channels, cleanup_handler } from 'midimonster';\n`;
const start = (text: string, channels: string[], more: Record<string, string> = {}) =>
  bench.start({
    files: { 'my.ts': API + text },
    options: { module: 'my', ...more },
    channels,
  });

describe('TypeScript handlers: values', () => {
  it('call the function of a module and send its outputs with their cause', async () => {
    const script = await start(`export function in1(value: number): void { output('out1', 1 - value); }`, [
      'my.in1',
      'out1',
    ]);
    await script.send(['my.in1', 0.25], ['my.in1', 1]);
    expect(script.host.emitted).toEqual([
      { channel: 'out1', value: 0.75, cause: 1 },
      { channel: 'out1', value: 0, cause: 2 },
    ]);
  });

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

  it('clamp outputs and count every one of them', async () => {
    const script = await start(`export function f() { for (const v of [-1, 2, 2]) output('o', v); }`, [
      'my.f',
      'o',
    ]);
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0', 'o=1', 'o=1']);
  });

  it.each(['NaN', '"0.5"', 'undefined', '{}'])('refuse output(%s) and end that call only', async value => {
    const script = await start(
      `export function f() { output('o', ${value} as any); output('o', 1); }
       export function g(v: number) { output('o', v); }`,
      ['my.f', 'my.g', 'o'],
    );
    await script.send(['my.f', 1], ['my.g', 0.5]);
    expect(script.taken()).toEqual(['o=0.5']);
    expect(script.codes).toEqual(['sandbox.handler-failed']);
  });

  it('remember values: in after the handler, out at once, null for unknown channels', async () => {
    const script = await start(
      `const show = (...v: unknown[]) => console.log(JSON.stringify(v));
       export function f(v: number) { show(inputvalue('my.f'), outputvalue('o')); output('o', v); show(outputvalue('o')); }
       export function g() { show(inputvalue('my.f'), inputvalue('nix'), outputvalue('nix')); }`,
      ['my.f', 'my.g', 'o'],
    );
    await script.send(['my.f', 0.5], ['my.f', 0.75], ['my.g', 0]);
    const lines = script.log.map(line => line.replace(/^my\.ts:\d+: /, ''));
    expect(lines).toEqual(['[0,0]', '[0.5]', '[0.5,0.5]', '[0.75]', '[0.75,null,null]']);
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
    expect(script.log.map(line => line.split(': ')[1])).toEqual([
      'load null',
      'handler my.f',
      'interval null',
    ]);
  });

  it('list the channels', async () => {
    const script = await start(`export function f() { console.log(channels().join()); }`, ['my.f', 'a', 'b']);
    await script.send(['my.f', 1]);
    expect(script.log).toEqual(['my.ts:2: my.f,a,b']);
  });

  it('send what was output while loading, once the channel is there', async () => {
    const script = await start(`output('o', 0.5); output('late', 0.25); output('late', 0.75);`, ['o']);
    await script.idle();
    expect(script.taken()).toEqual(['o=0.5']);
    script.host.add('late');
    await script.idle();
    expect(script.taken()).toEqual(['late=0.75']);
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
    expect(script.log.map(line => line.split(': ')[1])).toEqual(['x 1', 'own', 'y 0.5']);
  });

  it('say that a function is missing without disabling its neighbours', async () => {
    const script = await start(`export function f() { output('o', 1); }`, ['my.gone', 'my.f', 'o']);
    await script.send(['my.gone', 1], ['my.f', 1]);
    await script.idle();
    expect(script.taken()).toEqual(['o=1']);
    expect(script.host.problems.standing).toMatchObject([
      { code: 'sandbox.no-handler', place: { channel: 'my.gone' } },
    ]);
  });

  it('keep two instances apart', async () => {
    const files = { 'my.ts': `${API} let n = 0; export function f() { output('o', ++n / 10); }` };
    const setup = { files, options: { module: 'my' }, channels: ['my.f', 'o'] };
    const one = await bench.start({ ...setup, name: 'one' });
    const two = await bench.start({ ...setup, name: 'two' });
    await one.send(['my.f', 1], ['my.f', 1]);
    await two.send(['my.f', 1]);
    expect(one.taken()).toEqual(['o=0.1', 'o=0.2']);
    expect(two.taken()).toEqual(['o=0.1']);
  });
});

describe('TypeScript handlers: time', () => {
  const ticker = `let n = 0; const tick = () => output('o', ++n / 100);\n`;

  it('call an interval in step, never early', async () => {
    const script = await start(`${ticker} interval(tick, 100);`, ['o']);
    await script.advance(90);
    expect(script.taken()).toEqual([]);
    await script.advance(20);
    expect(script.taken()).toEqual(['o=0.01']);
    await script.advance(1000);
    expect(script.taken()).toHaveLength(10);
  });

  it('wait the whole time even when the first interval comes late in the life of the script', async () => {
    const script = await start(`${ticker} export function f() { interval(tick, 3000); }`, ['my.f', 'o']);
    await script.advance(2000);
    await script.send(['my.f', 1]);
    await script.advance(2990);
    expect(script.taken()).toEqual([]);
    await script.advance(10);
    expect(script.taken()).toEqual(['o=0.01']);
  });

  it('keep ticking under load', async () => {
    const script = await start(`${ticker} interval(tick, 100); export function f() {}`, ['my.f', 'o']);
    for (let i = 0; i < 36; i++) {
      for (let k = 0; k < 100; k++) script.host.send(['my.f', k / 100]);
      await script.advance(100);
    }
    expect(script.taken()).toHaveLength(36);
  });

  it('change an interval in place and keep what has passed; 0 ends it', async () => {
    const script = await start(
      `${ticker} interval(tick, 100); export function set(v: number) { interval(tick, v * 1000); }`,
      ['my.set', 'o'],
    );
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

  it('tell the time of the host in whole milliseconds', async () => {
    const script = await start(`export function f() { console.log(timestamp()); }`, ['my.f']);
    await script.send(['my.f', 1]);
    await script.advance(250);
    await script.send(['my.f', 1]);
    const [first, second] = script.log.map(line => Number(line.split(': ')[1]));
    expect((second ?? 0) - (first ?? 0)).toBe(250);
  });
});

describe('TypeScript handlers: failures and edits', () => {
  it('end only the call that throws, and say where and why', async () => {
    const script = await start(
      `export function bad(v: number) {\n  const o = {} as { a: { b: number } };\n  output('o', o.a.b);\n}
       export function good(v: number) { output('o', v); }`,
      ['my.bad', 'my.good', 'o'],
    );
    await script.send(['my.bad', 0.5], ['my.good', 1], ['my.bad', 0.6], ['my.good', 0.5]);
    expect(script.taken()).toEqual(['o=1', 'o=0.5']);
    const [problem] = script.host.problems.standing;
    expect(problem).toMatchObject({
      code: 'sandbox.handler-failed',
      place: { kind: 'module', instance: 'test', file: 'my.ts', line: 4 },
    });
    expect(problem?.message).toContain('"my.bad" with value 0.5');
  });

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
    expect(script.log.map(line => line.split(': ')[1])).toEqual(['null', 'true']);
    expect(script.taken()).toEqual(['o=0.5']);
  });

  it('keep the last good version when a save does not parse, and say where', async () => {
    const script = await start(`export function f(v: number) { output('o', v); }`, ['my.f', 'o']);
    const saved = await script.request('write', {
      path: 'my.ts',
      text: `${API}export function f( { output('o', 0); }`,
    });
    expect(saved).toMatchObject({ ok: false, diagnostics: [{ file: 'my.ts', line: 2 }] });
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=1']);
    expect(script.codes).toEqual(['sandbox.load-failed']);
    const mended = await script.request('write', {
      path: 'my.ts',
      text: `${API}export const f = () => output('o', 0.5);`,
    });
    expect(mended.ok).toBe(true);
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
    expect(script.codes).toEqual([]);
  });

  it('keep the last good version when the new one throws while it loads', async () => {
    const script = await start(`export function f(v: number) { output('o', v); }`, ['my.f', 'o']);
    const text = `output('o', 0.9);\nthrow new Error('no');\nexport {};`;
    expect(await script.request('write', { path: 'my.ts', text: API + text })).toMatchObject({
      ok: false,
      diagnostics: [{ message: 'Error: no', file: 'my.ts', line: 3 }],
    });
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=1']);
  });

  it('say where a module that is not there was asked for', async () => {
    const script = await start(`export {};\nimport { x } from './nix';\nconsole.log(x);`, []);
    expect(script.instance.diagnostics).toMatchObject([{ file: 'my.ts', line: 3 }]);
    expect(script.instance.diagnostics[0]?.message).toContain('There is no module "./nix"');
  });

  it('keep the state of a module over an edit', async () => {
    const text = (step: number) =>
      `export let state = { n: 0 }; export function f() { state.n += ${step}; output('o', state.n / 100); }`;
    const script = await start(text(1), ['my.f', 'o']);
    await script.send(['my.f', 1], ['my.f', 1]);
    await script.request('write', { path: 'my.ts', text: API + text(10) });
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.01', 'o=0.02', 'o=0.12']);
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
