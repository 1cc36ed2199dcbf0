import { LUA_RUNTIME_NAME } from './runtime.ts';
import type { LuaState } from './lua-state.ts';

/** Instructions between two looks at the clock. */
const NORMAL = 5000;
const MASK_COUNT = 8;
/** Offset of `source` in lua_Debug (Lua 5.4, 32 bit). */
const SOURCE = 16;
const REGISTRY = -1_001_000;

/**
 * Ends a call that takes too long by a Lua error. A script that catches it gets the next one at its next instruction,
 * until it has left its handler; the runtime itself is never hit.
 */
export class TimeHook {
  /** True when a call was ended since `settle`. */
  fired = false;
  readonly #hook: number;

  constructor(
    private readonly state: LuaState,
    /** Registry reference of the table whose first entry is the position in the batch. */
    private readonly progress: number,
    private readonly expired: (position: number) => boolean,
  ) {
    this.#hook = state.raw.addFunction((address = 0, activation = 0) => {
      this.#look(address, activation);
      return undefined;
    }, 'vii');
    this.#set(state.main, NORMAL);
  }

  /** The call is over. */
  settle(): void {
    if (this.fired) this.#set(this.state.main, NORMAL);
    this.fired = false;
  }

  #look(address: number, activation: number): void {
    if (!this.fired && !this.expired(this.#position(address))) {
      // A coroutine that outlived an earlier call goes on at the usual pace.
      if (this.state.lua.lua_gethookcount(address) !== NORMAL) this.#set(address, NORMAL);
      return;
    }
    if (this.#inRuntime(address, activation)) return;
    this.fired = true;
    // New coroutines take the pace of the one that makes them.
    this.#set(address, 1);
    this.#set(this.state.main, 1);
    const { lua } = this.state;
    lua.luaL_where(address, 0);
    lua.lua_pushstring(address, 'the handler took too long');
    lua.lua_concat(address, 2);
    lua.lua_error(address);
  }

  #set(address: number, count: number): void {
    this.state.lua.lua_sethook(address, this.#hook, MASK_COUNT, count);
  }

  #position(address: number): number {
    const { raw } = this.state;
    raw._lua_rawgeti(address, REGISTRY, BigInt(this.progress));
    raw._lua_rawgeti(address, -1, 1n);
    const position = raw._lua_tonumberx(address, -1, 0);
    raw._lua_settop(address, -3);
    return position;
  }

  #inRuntime(address: number, activation: number): boolean {
    const { lua, raw } = this.state;
    lua.lua_getinfo(address, 'S', activation);
    const source = new DataView(raw.HEAPU8.buffer).getUint32(activation + SOURCE, true);
    for (let i = 0; i < LUA_RUNTIME_NAME.length; i++) {
      if (raw.HEAPU8[source + 1 + i] !== LUA_RUNTIME_NAME.charCodeAt(i)) return false;
    }
    return true;
  }
}
