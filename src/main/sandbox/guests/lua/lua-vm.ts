import type { BoundChannel, Fault } from '../../link/messages.ts';
import { type GuestVm, MAX_BATCH, type VmHost } from '../../worker/guest-vm.ts';
import type { LuaState } from './lua-state.ts';
import type { TimeHook } from './time-hook.ts';

/** Bytes of one event: "<I4d". */
const RECORD = 12;

/** One instance of Lua. `runtime` is the registry reference of the runtime's table. */
export class LuaVm implements GuestVm {
  readonly #batch = new Uint8Array(MAX_BATCH * RECORD);
  readonly #view = new DataView(this.#batch.buffer);

  constructor(
    private readonly state: LuaState,
    private readonly runtime: number,
    private readonly hook: TimeHook,
    private readonly host: VmHost,
  ) {}

  put(index: number, local: number, value: number): void {
    this.#view.setUint32(index * RECORD, local, true);
    this.#view.setFloat64(index * RECORD + 4, value, true);
  }
  dispatch(count: number): void {
    this.#guarded('channel', 'dispatch', this.#batch.subarray(0, count * RECORD), count);
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

  /** Call a function of the runtime; its first result. Throws the words of a Lua error. */
  invoke(name: string, ...args: (number | string | Uint8Array)[]): number | string {
    const { state } = this;
    const { lua } = state;
    lua.lua_rawgeti(state.address, -1_001_000, BigInt(this.runtime));
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
