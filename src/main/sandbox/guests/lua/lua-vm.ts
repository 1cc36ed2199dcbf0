import type { BoundChannel, Fault } from '../../link/messages.ts';
import { type GuestVm, MAX_BATCH, type VmHost } from '../../worker/guest-vm.ts';
import type { LuaState } from './lua-state.ts';
import type { TimeHook } from './time-hook.ts';

const REGISTRY = -1_001_000;
/** Places in the batch's table; Lua takes them as 64-bit integers. */
const PLACES = Array.from({ length: 2 * MAX_BATCH }, (_, index) => BigInt(index + 1));

/** Registry references of what the host needs inside of the machine. */
export interface LuaHandles {
  readonly runtime: number;
  /** The table that events are put into: local, value, local, value, ... */
  readonly batch: number;
}

/** One instance of Lua. */
export class LuaVm implements GuestVm {
  readonly #locals = new Float64Array(MAX_BATCH);
  readonly #values = new Float64Array(MAX_BATCH);
  readonly #runtime: bigint;
  readonly #batch: bigint;

  constructor(
    private readonly state: LuaState,
    handles: LuaHandles,
    private readonly hook: TimeHook,
    private readonly host: VmHost,
  ) {
    this.#runtime = BigInt(handles.runtime);
    this.#batch = BigInt(handles.batch);
  }

  put(index: number, local: number, value: number): void {
    this.#locals[index] = local;
    this.#values[index] = value;
  }
  dispatch(count: number): void {
    this.#fill(count);
    this.#guarded('channel', 'dispatch', count);
  }
  bind({ local, name, input, output }: BoundChannel): boolean {
    return this.#guarded('load', 'bind', local, name, input, output) === 1;
  }
  unbind(local: number): void {
    this.#guarded('load', 'unbind', local);
  }
  tick(now: number): number {
    const next = this.#guarded('interval', 'tick', now);
    return typeof next === 'number' ? Math.max(next, now + 1) : now + 100;
  }
  readable(fd: number): void {
    this.#guarded('socket', 'readable', fd);
  }
  cleanup(): void {
    this.#guarded('cleanup', 'cleanup');
  }
  saveState(): string {
    const state = this.#guarded('cleanup', 'save_state');
    return typeof state === 'string' ? state : '';
  }
  memory(): number {
    return this.state.memory;
  }
  dispose(): void {
    this.state.close();
  }

  /** The places exist since the start: a machine without memory takes events all the same. */
  #fill(count: number): void {
    const { raw, address } = this.state;
    raw._lua_rawgeti(address, REGISTRY, this.#batch);
    for (let i = 0; i < count; i++) {
      raw._lua_pushnumber(address, this.#locals[i] ?? 0);
      raw._lua_rawseti(address, -2, PLACES[2 * i] ?? 1n);
      raw._lua_pushnumber(address, this.#values[i] ?? 0);
      raw._lua_rawseti(address, -2, PLACES[2 * i + 1] ?? 1n);
    }
    this.state.pop(1);
  }

  /** Call a function of the runtime; its first result. Throws the words of a Lua error. */
  invoke(name: string, ...args: (number | string | Uint8Array)[]): number | string {
    const { state } = this;
    const { lua } = state;
    lua.lua_rawgeti(state.address, REGISTRY, this.#runtime);
    lua.lua_getfield(state.address, -1, name);
    lua.lua_remove(state.address, -2);
    for (const arg of args) {
      if (typeof arg === 'number') state.pushNumber(arg);
      else if (typeof arg === 'string') state.pushText(arg);
      else state.pushBytes(arg);
    }
    const problem = state.call(args.length, 1);
    if (problem !== undefined) throw new Error(problem);
    const result = lua.lua_type(state.address, -1) === 3 ? state.number(-1) : state.text(-1);
    state.pop(1);
    return result;
  }

  /** What comes out of the runtime itself is the end of memory, or the end of time between two handlers. */
  #guarded(
    kind: Fault['kind'],
    name: string,
    ...args: (number | string | Uint8Array)[]
  ): number | string | undefined {
    try {
      return this.invoke(name, ...args);
    } catch (thrown) {
      this.hook.settle();
      this.host.renew();
      this.host.fault(luaFault(kind, thrown instanceof Error ? thrown.message : 'it broke'), -1);
      return undefined;
    }
  }
}

const PLACED = /^([^:\n]+\.lua):(\d+): ([\s\S]*)$/;

/** A Lua error's words ("my.lua:3: message") in the user's terms. */
export function luaFault(kind: Fault['kind'], words: string): Fault {
  const placed = PLACED.exec(words);
  if (!placed) return { kind, message: words };
  const [, file = '', line = '1', message = ''] = placed;
  return { kind, message, file, line: Number(line) };
}
