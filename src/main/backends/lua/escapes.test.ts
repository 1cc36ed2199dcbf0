import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { luaLanguage } from './language.ts';

const bench = new ScriptBench(luaLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const run = (text: string, files: Record<string, string> = {}) =>
  bench.start({ files: { 'my.lua': text, ...files }, options: { script: 'my' }, channels: ['f', 'g', 'o'] });

describe('escapes from Lua fail closed', () => {
  it('offers these globals and no others', async () => {
    const script = await run(
      `local t = {} for k in pairs(_G) do t[#t + 1] = k end table.sort(t) print(table.concat(t, ' '))`,
    );
    await script.idle();
    expect(script.said).toEqual([
      '_G _VERSION assert channels cleanup_handler coroutine current error getmetatable input_channel input_value inputvalue interval ipairs load manage math next output output_value outputvalue pairs pcall print rawequal rawget rawlen rawset require select setmetatable sleep string table thread timestamp tonumber tostring type utf8 warn xpcall',
    ]);
  });

  it.each([
    ['io', 'io.open("/etc/passwd")'],
    ['os', 'os.execute("id")'],
    ['debug', 'debug.getregistry()'],
    ['package', 'package.loadlib("x", "*")'],
    ['require of a library', 'require("os")'],
    ['require upwards', 'require("../x")'],
    ['require of an absolute path', 'require("/etc/passwd")'],
    ['dofile', 'dofile("/etc/passwd")'],
    ['loadfile', 'loadfile("/etc/passwd")'],
    ['string.dump', 'string.dump(print)'],
    ['string.dump by a method', '("x").dump(print)'],
    ['binary chunks', 'assert(load("\\27Lua"))'],
    ['binary chunks by mode', 'assert(load("\\27Lua", "x", "b"))'],
    ['the metatable of a socket', 'getmetatable(require("socket").tcp()).x'],
  ])('%s', async (_name, expression) => {
    const script = await run(`print(pcall(function() return ${expression} end))`);
    await script.idle();
    expect(script.instance.diagnostics).toEqual([]);
    expect(script.said).toEqual([expect.stringMatching(/^false\t/)]);
  });

  it('does not load through links', async () => {
    const outside = await run('secret = 1');
    const script = await run(
      `function f() print(pcall(require, 'link')) print(pcall(require, 'dir.my')) end`,
    );
    await symlink(join(outside.folder, 'my.lua'), join(script.folder, 'link.lua'));
    await symlink(outside.folder, join(script.folder, 'dir'));
    await script.send(['f', 1]);
    expect(script.said).toEqual([expect.stringMatching(/^false/), expect.stringMatching(/^false/)]);
  });

  it('broken globals and string methods hurt only the script itself', async () => {
    const script = await run(`
      function f() string.pack = nil string.unpack = nil table.concat = nil pcall = nil tostring = error
        setmetatable(_G, { __index = function() error('x') end, __newindex = function() error('y') end }) output('o', 0.5) end
      function g(v) output('o', v) end`);
    const other = await bench.start({
      name: 'other',
      files: { 'a.lua': `function f(v) output('o', v) end` },
      options: { script: 'a' },
      channels: ['f', 'o'],
    });
    await script.send(['f', 1], ['g', 0.25]);
    await other.send(['f', 1]);
    expect(script.taken()).toEqual(['o=0.5', 'o=0.25']);
    expect(other.taken()).toEqual(['o=1']);
  });

  it('coroutines of the script cannot take the runtime along', async () => {
    const script = await run(`
      function f(v) local co = coroutine.wrap(function() while true do output('o', 0.5) coroutine.yield() end end) co() co() end
      function g(v) pcall(coroutine.yield) output('o', v) end`);
    await script.send(['f', 1], ['g', 0.25]);
    expect(script.taken()).toEqual(['o=0.5', 'o=0.5', 'o=0.25']);
  });

  it('errors that cannot be shown are errors all the same', async () => {
    const script = await run(`
      function f() error(setmetatable({}, { __tostring = function() error('again') end, __name = 1 })) end
      function g(v) output('o', v) end`);
    await script.send(['f', 1], ['g', 0.25]);
    expect(script.taken()).toEqual(['o=0.25']);
    expect(script.codes).toEqual(['sandbox.handler-failed']);
  });
});
