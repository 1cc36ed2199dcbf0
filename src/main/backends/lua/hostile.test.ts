import { describe, expect, it } from 'vitest';
import { HostilePair, PATIENCE } from '../../sandbox/testing/hostile.ts';
import { luaLanguage } from './language.ts';

const CODE = `
function ok(v) output('alive', v) end
function spin() while true do end end
function stubborn() while true do pcall(function() while true do end end) end end
function co() coroutine.wrap(function() while true do end end)() end
function nested() while true do pcall(coroutine.wrap(function() while true do pcall(error) end end)) end end
function bomb() local t = {} while true do t[#t + 1] = ('x'):rep(65536) .. #t end end
function text() local s = 'x' while true do s = s .. s end end
function deep() return 1 + deep() end
function flood() for i = 1, 1000000 do output('alive2', i / 1000000) end end
function intervals() for i = 1, 1000000 do interval(function() end, 10) end end
function threads() for i = 1, 1000000 do thread(function() sleep(10) end) end end
function sockets() local s = require('socket') for i = 1, 10000 do assert(s.udp()) end end
function block() local s = require('socket').bind('127.0.0.1', 0) assert(s:accept()) end
function backtrack() return (('a'):rep(300000) .. 'b'):find(('.-'):rep(10) .. 'c') end
`;
const names = [...CODE.matchAll(/^function (\w+)/gm)]
  .map(match => match[1] ?? '')
  .filter(name => name !== 'ok');

describe('hostile Lua', () => {
  const pair = new HostilePair(luaLanguage, CODE, names, 'ok');

  it.each(names)(
    '%s ends, and the script and its neighbour answer',
    { timeout: 3 * PATIENCE },
    async name => {
      pair.script.forget();
      const restarts = await pair.expectItEnds(name);
      if (name === 'backtrack') expect(restarts).toBe(1);
    },
  );
});
