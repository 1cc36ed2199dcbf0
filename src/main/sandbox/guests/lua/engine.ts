import { LuaFactory } from 'wasmoon';
import { messageOf } from '../../../../shared/error/coded-error.ts';
import type { GuestSpec, LoadReport } from '../../link/messages.ts';
import { type GuestEngine, MAX_BATCH, type VmHost, type VmLoad } from '../../worker/guest-vm.ts';
import { pushHostFunctions } from './host-functions.ts';
import { LuaState } from './lua-state.ts';
import { luaFault, LuaVm } from './lua-vm.ts';
import { LUA_RUNTIME, LUA_RUNTIME_NAME } from './runtime.ts';
import { TimeHook } from './time-hook.ts';

const OUTPUTS = 2048;
/** Numbers that `emit` takes at once: as many as a stack has room for without growing much. */
const GROUP = 32;
const MOST_INTERVALS = 1000;
const MOST_THREADS = 1000;
const REGISTRY = -1_001_000;
/** Everything else (io, os, debug, package) reaches for the world or for the machine. */
const LIBRARIES = {
  _G: 'luaopen_base',
  table: 'luaopen_table',
  string: 'luaopen_string',
  math: 'luaopen_math',
  coroutine: 'luaopen_coroutine',
  utf8: 'luaopen_utf8',
} as const;

/** Lua 5.4: a machine with its own memory for every load. */
export class LuaEngine implements GuestEngine {
  async load(host: VmHost, spec: GuestSpec, saved: string): Promise<VmLoad> {
    const state = new LuaState(await new LuaFactory().getLuaModule(), spec.limits.memory);
    const { vm, hook } = start(state, host);
    const report = loadModules(vm, hook, host, spec, saved);
    return { vm, report };
  }
}

function start(state: LuaState, host: VmHost): { vm: LuaVm; hook: TimeHook } {
  const { lua } = state;
  openLibraries(state);
  const late: { hook?: TimeHook } = {};
  const progress = numbers(state, 1);
  const batch = numbers(state, 2 * MAX_BATCH);
  const failed = lua.luaL_loadbufferx(
    state.address,
    LUA_RUNTIME,
    new TextEncoder().encode(LUA_RUNTIME).length,
    `=${LUA_RUNTIME_NAME}`,
    't',
  );
  if (failed !== 0) throw new Error(state.text(-1));
  pushHostFunctions(state, host, () => late.hook);
  for (const table of [progress, batch]) lua.lua_rawgeti(state.address, REGISTRY, BigInt(table));
  for (const number of [OUTPUTS, GROUP, MOST_INTERVALS, MOST_THREADS]) state.pushNumber(number);
  const problem = state.call(7, 1);
  if (problem !== undefined) throw new Error(problem);
  const runtime = lua.luaL_ref(state.address, REGISTRY);
  const hook = new TimeHook(state, progress, position => host.expired(position));
  late.hook = hook;
  return { vm: new LuaVm(state, { runtime, batch }, hook, host), hook };
}

/** Registry reference of a new table with `count` places. */
function numbers(state: LuaState, count: number): number {
  const { lua } = state;
  lua.lua_createtable(state.address, count, 0);
  for (let i = 1; i <= count; i++) {
    state.pushNumber(-1);
    lua.lua_rawseti(state.address, -2, BigInt(i));
  }
  return lua.luaL_ref(state.address, REGISTRY);
}

function openLibraries(state: LuaState): void {
  const { lua } = state;
  const table = lua.module as unknown as {
    addFunction(fn: (address: number) => number, type: string): number;
  };
  for (const [name, open] of Object.entries(LIBRARIES)) {
    const pointer = table.addFunction(address => lua[open](address), 'ii');
    lua.luaL_requiref(state.address, name, pointer, 1);
    state.pop(1);
  }
}

function loadModules(vm: LuaVm, hook: TimeHook, host: VmHost, spec: GuestSpec, saved: string): LoadReport {
  try {
    for (const { local, name, input, output } of spec.channels) vm.invoke('bind', local, name, input, output);
    for (const path of spec.modules) {
      const file = path.endsWith('.lua') ? path : `${path}.lua`;
      const text = host.source(file);
      if (text === undefined) throw new Error(`There is no script "${file}"`);
      const words = String(vm.invoke('load_file', file, text));
      if (words !== '') return { ok: false, faults: [luaFault('load', words)], handlers: [] };
    }
    const defaultHandler = vm.invoke('begin', spec.defaultHandler ?? '', saved) === 1;
    const handlers = spec.channels.filter(channel => vm.bind(channel)).map(channel => channel.local);
    return { ok: true, faults: [], handlers, defaultHandler };
  } catch (thrown) {
    hook.settle();
    return { ok: false, faults: [luaFault('load', messageOf(thrown))], handlers: [] };
  }
}
