import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const run = (text: string, channels = ['my.f', 'my.g', 'o'], files: Record<string, string> = {}) =>
  bench.start({ files: { 'my.js': text, ...files }, options: { module: 'my' }, channels });

describe('escapes from JavaScript fail closed', () => {
  it.each([
    [
      'this.constructor.constructor',
      `(function () { return this })?.call(1).constructor.constructor('return typeof process + typeof require')()`,
      'undefinedundefined',
    ],
    ['a host function', `console.log.constructor('return typeof process')()`, 'undefined'],
    [
      'the API',
      `output.constructor('return typeof process + typeof globalThis.process')()`,
      'undefinedundefined',
    ],
    ['a socket class', `Socket.constructor('return typeof process')()`, 'undefined'],
    [
      'globals of a host',
      `[typeof process, typeof require, typeof fetch, typeof WebSocket, typeof XMLHttpRequest, typeof WebAssembly, typeof SharedArrayBuffer, typeof Worker, typeof setTimeout].join()`,
      /^(undefined,){6}\w+,undefined,undefined$/,
    ],
    [
      'the libc modules of QuickJS',
      `[typeof std, typeof os, typeof bjson].join()`,
      'undefined,undefined,undefined',
    ],
    [
      'all names of the global object',
      `Object.getOwnPropertyNames(globalThis).filter(k => /process|require|module|host|import|load/i.test(k)).join()`,
      '',
    ],
    [
      'the runtime object',
      `Object.keys(crosspatch).join()`,
      'output,inputvalue,outputvalue,current,timestamp,interval,manage,channels,cleanup_handler',
    ],
    [
      'prepareStackTrace',
      `(() => { Error.prepareStackTrace = (e, t) => t; const t = new Error().stack; return [...t].map(c => c.getFunction?.()?.constructor('return typeof process')()).join(); })()`,
      /^(undefined|,)*$/,
    ],
    [
      'errors of the host',
      `(() => { try { new Socket().connect({ toString() { throw new Error('x'); } }); } catch (e) { return e.constructor.constructor('return typeof process')() + String(e.stack).includes('/'); } })()`,
      /^undefinedfalse$/,
    ],
    [
      'the words of a host error',
      `(() => { try { new Socket().connect(99999); } catch (e) { return e.message + String(e.stack).includes('sandbox/'); } })()`,
      'no such portfalse',
    ],
    [
      'overwriting the API',
      `(() => { try { midimonster.output = null; } catch {} try { globalThis.midimonster = null; } catch {} return typeof midimonster.output; })()`,
      'function',
    ],
    ['eval', `eval('typeof process')`, 'undefined'],
  ])('%s', async (_name, expression, expected) => {
    const script = await run(
      `import { Socket } from 'net';\nimport { output } from 'crosspatch';\nconsole.log(${expression});`,
    );
    await script.idle();
    expect(script.instance.diagnostics).toEqual([]);
    expect(script.said).toEqual([expected instanceof RegExp ? expect.stringMatching(expected) : expected]);
  });

  it.each([
    'fs',
    'node:fs',
    'std',
    'os',
    'quickjs:os',
    '/etc/passwd',
    'file:///etc/passwd',
    'my',
    'constructor',
    '__proto__',
  ])('import of %s', async name => {
    const static_ = await run(`import * as x from '${name}';\nconsole.log('got');`);
    expect(static_.instance.diagnostics[0]?.message).toContain('There is no module');
    const dynamic = await run(
      `import('${name}').then(() => console.log('got'), e => console.log('refused'));`,
    );
    await dynamic.idle();
    expect(dynamic.said).toEqual(['refused']);
  });

  it('modules outside of the folder of the patch', async () => {
    const outside = await run(`export const secret = 1;`);
    const other = outside.folder.split('/').at(-1) ?? '';
    for (const path of [
      `../${other}/my.js`,
      `./../${other}/my`,
      `./a/../../${other}/my`,
      join(outside.folder, 'my.js'),
    ]) {
      const script = await run(`import { secret } from '${path}';\nconsole.log(secret);`);
      expect(script.instance.diagnostics[0]?.message).toContain('There is no module');
      expect(script.log.join()).not.toContain('my.js:2');
    }
    const listed = await bench.start({ files: {}, options: { module: `../${other}/my.js` } });
    expect(listed.instance.diagnostics).toHaveLength(1);
    expect(listed.instance.guest.version).toBeUndefined();
  });

  it('links to files and folders', async () => {
    const outside = await run(`export const secret = 1;`);
    const script = await run(`export {};`);
    await symlink(join(outside.folder, 'my.js'), join(script.folder, 'link.js'));
    await symlink(outside.folder, join(script.folder, 'dir'));
    for (const path of ['./link.js', './dir/my.js']) {
      const text = `import { secret } from '${path}';\nconsole.log(secret);`;
      expect((await script.request('write', { path: 'my.js', text })).ok).toBe(false);
    }
    expect(script.log.join()).not.toContain('my.js:2: ');
    for (const path of ['link.js', 'dir/my.js', 'dir/new.js', '../x.js', '/etc/passwd', 'a/../../x.js']) {
      await expect(script.request('read', { path })).rejects.toMatchObject({
        code: 'sandbox.forbidden-path',
      });
      await expect(script.request('write', { path, text: '' })).rejects.toMatchObject({
        code: 'sandbox.forbidden-path',
      });
    }
  });

  it('pollution of prototypes hurts only the script itself', async () => {
    const script = await run(
      `import { output } from 'crosspatch';
       export function f() {
         Map.prototype.get = () => 0; Array.prototype.push = () => { throw 1; }; Object.prototype.x = 1;
         Uint32Array.prototype.fill = Float64Array.prototype.set = () => { throw 1; };
         Object.defineProperty(Object.prototype, 'local', { get() { return 0; } });
         Function.prototype.call = Function.prototype.apply = () => { throw 1; };
         output('o', 0.5);
       }
       export function g(v) { output('o', v); }`,
    );
    const other = await bench.start({
      name: 'other',
      files: {
        'a.ts': `import { output } from 'crosspatch'; export const f = (v: number) => output('o', v);`,
      },
      options: { module: 'a' },
      channels: ['a.f', 'o'],
    });
    await script.send(['my.f', 1], ['my.g', 0.25]);
    await other.send(['a.f', 1]);
    expect(script.taken()).toEqual(['o=0.5', 'o=0.25']);
    expect(other.taken()).toEqual(['o=1']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('descriptors of another script are not reachable', async () => {
    const one = await run(
      `import { Socket } from 'net'; const s = new Socket().bind().listen(); console.log(s.fd);`,
    );
    await one.idle();
    const two = await run(
      `import { Socket } from 'net'; for (let fd = 0; fd < 20; fd++) { try { new Socket('tcp', fd).address(); console.log('reached', fd); } catch (e) { if (e.code !== 'EBADF') console.log(e.code); } }`,
    );
    await two.idle();
    expect(two.log).toEqual([]);
  });
});
