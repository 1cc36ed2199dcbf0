import type { LuaFactory } from 'wasmoon';

export type LuaWasm = Awaited<ReturnType<LuaFactory['getLuaModule']>>;

/**
 * Exports of the binary itself: those that take and give addresses, where the package's own wrappers convert to text,
 * and those that are called for every event, where the wrappers cost more than the function.
 */
interface RawExports {
  _malloc(size: number): number;
  _free(address: number): void;
  _realloc(address: number, size: number): number;
  _lua_gettop(state: number): number;
  _lua_settop(state: number, index: number): void;
  _lua_pushnumber(state: number, value: number): void;
  _lua_rawgeti(state: number, index: number, n: bigint): number;
  _lua_rawseti(state: number, index: number, n: bigint): void;
  _lua_tonumberx(state: number, index: number, isNumber: number): number;
  _lua_pushlstring(state: number, address: number, length: number): number;
  _lua_tolstring(state: number, index: number, length: number): number;
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  addFunction(fn: (...args: number[]) => number | undefined, signature: string): number;
}

const MULTIPLE = -1;
const NUMBER = 3;
/** Bytes beyond the limit for texts of ours. */
const RESERVE = 4 * 1024 * 1024;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A C function for Lua: it gets the state and returns how many results it pushed. */
export type LuaFunction = (state: LuaState) => number;

/** One lua_State with a limit on its memory, spoken to through the C API: nothing but numbers and texts goes in or out. */
export class LuaState {
  readonly raw: RawExports;
  /** The state, or the coroutine that calls a function of ours now. */
  address: number;
  memory = 0;
  #privileged = false;
  readonly #main: number;
  readonly #scratch: number;

  constructor(
    readonly lua: LuaWasm,
    private readonly limit: number,
  ) {
    this.raw = lua.module as unknown as RawExports;
    this.#scratch = this.raw._malloc(16);
    const allocator = this.raw.addFunction((_data, pointer = 0, before = 0, after = 0) => {
      return this.#allocate(pointer, before, after);
    }, 'iiiii');
    this.#main = this.address = lua.lua_newstate(allocator, null);
    if (this.#main === 0) throw new Error('Lua has no memory to start with');
  }

  get main(): number {
    return this.#main;
  }

  /** A function for Lua to call. What it throws becomes a Lua error with its words. */
  pushFunction(fn: LuaFunction): void {
    const pointer = this.raw.addFunction((address = 0) => {
      const before = this.address;
      this.address = address;
      try {
        return fn(this);
      } finally {
        this.address = before;
      }
    }, 'ii');
    this.lua.lua_pushcclosure(this.address, pointer, 0);
  }

  /** Call the function below its `args` arguments; the Lua error's words when it fails. */
  call(args: number, results = MULTIPLE): string | undefined {
    const status = this.lua.lua_pcallk(this.address, args, results, 0, 0, null);
    if (status === 0) return undefined;
    const words = this.text(-1);
    this.pop(1);
    return words === '' ? 'not enough memory' : words;
  }

  pushNumber(value: number): void {
    this.lua.lua_pushnumber(this.address, value);
  }
  pushText(text: string): void {
    this.pushBytes(encoder.encode(text));
  }
  pushBytes(bytes: Uint8Array): void {
    const address = this.raw._malloc(Math.max(1, bytes.length));
    this.raw.HEAPU8.set(bytes, address);
    // A script that used up its memory must not make our own calls fail: outside of a protected call that is the end.
    this.#privileged = true;
    this.raw._lua_pushlstring(this.address, address, bytes.length);
    this.#privileged = false;
    this.raw._free(address);
  }

  /** A number at a stack index; `otherwise` when it is none. */
  number(index: number, otherwise = 0): number {
    if (this.lua.lua_type(this.address, index) !== NUMBER) return otherwise;
    return this.lua.lua_tonumberx(this.address, index, null);
  }
  text(index: number): string {
    return decoder.decode(this.bytes(index));
  }
  /** A copy of a text's bytes. */
  bytes(index: number): Uint8Array {
    const address = this.raw._lua_tolstring(this.address, index, this.#scratch);
    if (address === 0) return new Uint8Array(0);
    const length = new DataView(this.raw.HEAPU8.buffer).getUint32(this.#scratch, true);
    return this.raw.HEAPU8.slice(address, address + length);
  }

  /** "file:line: " of the function `level` above a function of ours. */
  where(level: number): string {
    this.lua.luaL_where(this.address, level);
    const place = this.text(-1);
    this.pop(1);
    return place;
  }

  pop(count: number): void {
    this.lua.lua_settop(this.address, -count - 1);
  }

  close(): void {
    this.lua.lua_close(this.#main);
  }

  #allocate(pointer: number, before: number, after: number): number {
    const old = pointer === 0 ? 0 : before;
    if (after === 0) {
      this.memory -= old;
      if (pointer !== 0) this.raw._free(pointer);
      return 0;
    }
    const limit = this.#privileged ? this.limit + RESERVE : this.limit;
    if (after > old && this.memory + after - old > limit) return 0;
    const address = this.raw._realloc(pointer, after);
    if (address !== 0) this.memory += after - old;
    return address;
  }
}
