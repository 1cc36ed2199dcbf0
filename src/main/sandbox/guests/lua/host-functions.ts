import type { LogLevel } from '../../../../shared/plugin/common.ts';
import { CALLS, type CallName } from '../../link/calls.ts';
import type { FaultKind } from '../../link/messages.ts';
import type { VmHost } from '../../worker/guest-vm.ts';
import type { LuaFunction, LuaState } from './lua-state.ts';
import { luaFault } from './lua-vm.ts';
import type { TimeHook } from './time-hook.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** What stands beside the local in the first half of an output. */
const POSITION = 2 ** 32;

/** Push a table with the functions that the runtime calls out through. */
export function pushHostFunctions(state: LuaState, host: VmHost, hook: () => TimeHook | undefined): void {
  const functions: Readonly<Record<string, LuaFunction>> = {
    now: lua => (lua.pushNumber(host.now()), 1),
    schedule: lua => (host.schedule(lua.number(1, Infinity)), 0),
    emit: lua => (emit(host, lua), 0),
    print(lua) {
      const level = LEVELS.find(known => known === lua.text(1)) ?? 'info';
      host.log(level, lua.where(lua.number(3, 1)) + lua.text(2));
      return 0;
    },
    fault(lua) {
      const fault = luaFault(lua.text(1) as FaultKind, lua.text(3));
      host.fault({ ...fault, interrupted: fault.message.includes('took too long') }, lua.number(2, -1));
      return 0;
    },
    settle() {
      hook()?.settle();
      host.renew();
      return 0;
    },
    call(lua) {
      const op = lua.text(1);
      if (!Object.hasOwn(CALLS, op)) return (lua.pushNumber(-1), 1);
      const answer = host.call(
        op as CallName,
        lua.number(2),
        lua.number(3),
        lua.text(4),
        lua.bytes(5),
        lua.number(6, -1),
      );
      lua.pushNumber(answer.result);
      lua.pushText(answer.text);
      lua.pushBytes(answer.data);
      return 3;
    },
    source(lua) {
      const text = host.source(lua.text(1));
      if (text === undefined) return 0;
      lua.pushText(text);
      return 1;
    },
  };
  const names = Object.keys(functions);
  state.lua.lua_createtable(state.address, 0, names.length);
  for (const [name, fn] of Object.entries(functions)) {
    state.pushFunction(fn);
    state.lua.lua_setfield(state.address, -2, name);
  }
}

/** The arguments are pairs: (position + 1) * 2^32 + local, value. */
function emit(host: VmHost, lua: LuaState): void {
  const { address, raw } = lua;
  const top = raw._lua_gettop(address);
  for (let at = 1; at < top; at += 2) {
    const place = raw._lua_tonumberx(address, at, 0);
    const position = Math.floor(place / POSITION);
    host.emit(place - position * POSITION, raw._lua_tonumberx(address, at + 1, 0), position - 1);
  }
}
