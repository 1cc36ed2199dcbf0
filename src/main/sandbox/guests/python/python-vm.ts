import { isAbsolute } from 'node:path';
import type { BoundChannel } from '../../link/messages.ts';
import type { GuestVm, VmHost } from '../../worker/guest-vm.ts';
import type { Interpreter } from './interpreter.ts';

/** One instance in the shared interpreter: modules and API of its own, told apart by its key. */
export class PythonVm implements GuestVm {
  constructor(
    private readonly python: Interpreter,
    private readonly key: number,
    private readonly host: VmHost,
  ) {}

  put(index: number, local: number, value: number): void {
    this.python.put(index, local, value);
  }
  dispatch(count: number): void {
    for (let from = 0; from < count;) {
      if (this.invoke('dispatch', from, count) >= 0) return;
      from = Math.max(from, this.#recover()) + 1;
    }
  }
  bind({ local, name, input, output }: BoundChannel): boolean {
    return this.invoke('bind', local, name, input, output) === 1;
  }
  unbind(local: number): void {
    this.invoke('unbind', local);
  }
  tick(now: number): number {
    const next = this.invoke('tick', now);
    return next < 0 ? Infinity : Math.max(next, now + 1);
  }
  readable(fd: number): void {
    if (this.invoke('readable', fd) < 0) this.#recover();
  }
  cleanup(): void {
    if (this.invoke('cleanup') < 0) this.#recover();
  }
  /** The modules live on in the same interpreter until this version is disposed of: its key leads to their state. */
  saveState(): string {
    return String(this.key);
  }
  memory(): number {
    return this.python.memory();
  }
  dispose(): void {
    this.python.invoke('close', this.host, this.key);
  }

  /** The result of a function of the runtime; -1 when an exception came out of it. */
  invoke(name: string, ...args: (number | string)[]): number {
    const result = this.python.invoke(name, this.host, this.key, ...args);
    return typeof result === 'number' ? result : 0;
  }

  /** An interrupt hit between two handlers. */
  #recover(): number {
    this.host.fault({ kind: 'channel', message: 'interrupted: it took too long', interrupted: true }, -1);
    return this.invoke('recover');
  }
}

/** A module option as Python imports it: `lib/my.py` is `lib.my`. */
export function importName(path: string): string {
  if (isAbsolute(path)) return '';
  return path.replace(/\.py$/, '').replaceAll('/', '.');
}
