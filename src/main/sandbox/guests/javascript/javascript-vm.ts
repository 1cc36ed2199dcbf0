import { JSException, type JSValueHandle, type QuickJS } from 'quickjs-wasi';
import { messageOf } from '../../../../shared/error/coded-error.ts';
import type { BoundChannel, Fault } from '../../link/messages.ts';
import type { GuestVm, VmHost } from '../../worker/guest-vm.ts';
import { exportsOf } from './exports.ts';
import type { SharedArrays } from './shared-arrays.ts';
import { placeOf, userStack } from './stack.ts';

const METHODS = [
  'bind',
  'unbind',
  'run',
  'interrupted',
  'tick',
  'readable',
  'module',
  'begin',
  'saveState',
  'cleanup',
] as const;
type Method = (typeof METHODS)[number];

/** One instance of JavaScript: a QuickJS machine with the runtime in it. */
export class JavaScriptVm implements GuestVm {
  readonly #methods: Readonly<Record<Method, JSValueHandle>>;

  constructor(
    private readonly vm: QuickJS,
    private readonly host: VmHost,
    private readonly arrays: SharedArrays,
    runtime: JSValueHandle,
  ) {
    const entries = METHODS.map(name => [name, runtime.getProp(name)] as const);
    this.#methods = Object.fromEntries(entries) as Record<Method, JSValueHandle>;
  }

  put(index: number, local: number, value: number): void {
    this.arrays.put(index, local, value);
  }

  dispatch(count: number): void {
    for (let from = 0; from < count;) {
      const done = this.#guarded('channel', () => this.invoke('run', from, count));
      if (done !== undefined) break;
      from = Math.max(from, this.arrays.position()) + 1;
    }
    this.settle();
  }

  bind({ local, name, input, output }: BoundChannel): boolean {
    return this.#guarded('load', () => this.invoke('bind', local, name, input, output)) === 1;
  }
  unbind(local: number): void {
    this.#guarded('load', () => this.invoke('unbind', local));
  }

  tick(now: number): number {
    // An interrupted interval has moved its own due time already: the others are run by the next round.
    for (let round = 0; round < 100; round++) {
      const next = this.#guarded('interval', () => this.invoke('tick', now));
      this.settle();
      if (next !== undefined) return typeof next === 'number' && next > now ? next : Infinity;
    }
    return now + 1000;
  }

  readable(fd: number): void {
    this.#guarded('socket', () => this.invoke('readable', fd));
    this.settle();
  }

  cleanup(): void {
    this.#guarded('cleanup', () => this.invoke('cleanup'));
  }

  saveState(): string {
    const state = this.#guarded('cleanup', () => this.invoke('saveState'));
    return typeof state === 'string' ? state : '';
  }

  memory(): number {
    return exportsOf(this.vm).memory.buffer.byteLength;
  }

  dispose(): void {
    this.vm.dispose();
  }

  /** Run what promises left to do. */
  settle(): void {
    this.#guarded('task', () => this.vm.withScope(() => this.vm.executePendingJobs()));
  }

  /**
   * Call into the runtime; what it returns is a number, a text or nothing. The scope frees every handle that was made on
   * the way, also those that host functions return: the machine takes copies of them.
   */
  invoke(method: Method, ...args: (number | string | JSValueHandle)[]): number | string {
    const { vm } = this;
    return vm.withScope(() => {
      const handles = args.map(arg =>
        typeof arg === 'number' ? vm.newNumber(arg) : typeof arg === 'string' ? vm.newString(arg) : arg,
      );
      const result = vm.callFunction(this.#methods[method], vm.undefined, ...handles);
      return result.isNumber ? result.toNumber() : result.isString ? result.toString() : 0;
    });
  }

  /** Only what the runtime could not catch comes out: the watchdog's interrupt and the end of memory. */
  #guarded(kind: Fault['kind'], work: () => number | string): number | string | undefined {
    try {
      return work();
    } catch (thrown) {
      const fault = faultOf(thrown, kind);
      this.host.renew();
      const position = this.#interrupted();
      this.host.fault({ ...fault, interrupted: fault.message.includes('interrupted') }, position);
      return undefined;
    }
  }

  #interrupted(): number {
    try {
      const position = this.invoke('interrupted');
      return typeof position === 'number' ? position : -1;
    } catch {
      return -1;
    }
  }
}

/** A thrown value of the guest in the user's terms. */
export function faultOf(thrown: unknown, kind: Fault['kind']): Fault {
  if (!(thrown instanceof JSException)) return { kind, message: messageOf(thrown) };
  const stack = thrown.stack ?? '';
  const message = `${thrown.name}: ${thrown.message}`;
  thrown.handle.dispose();
  return { kind, message, trace: userStack(stack), ...placeOf(stack) };
}
