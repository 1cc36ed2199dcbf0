import type { LogLevel } from '../../../shared/plugin/common.ts';
import type { CallAnswer, CallName } from '../link/calls.ts';
import type { BoundChannel, Fault, GuestSpec, LoadReport } from '../link/messages.ts';

/** What a guest virtual machine may do to the world: numbers, texts and bytes only. */
export interface VmHost {
  /** Milliseconds, monotonic, with a fraction; what `timestamp()` and intervals go by. */
  now(): number;
  /** `position` is the index of the event that is being handled, -1 outside of handlers. */
  emit(local: number, value: number, position: number): void;
  log(level: LogLevel, text: string): void;
  fault(fault: Fault, position: number): void;
  /** The text of a module file; undefined when it does not exist or may not be read. */
  source(path: string): string | undefined;
  /** Ask the host and wait for its answer. */
  call(op: CallName, a: number, b: number, text?: string, data?: Uint8Array, timeoutMs?: number): CallAnswer;
  /** True when the running call has used up its time; asked for often. `position` tells progress. */
  expired(position: number): boolean;
  /** The interrupted call is over; time counts anew. */
  renew(): void;
  /** Something new is due at that time. */
  schedule(at: number): void;
}

/** One instance inside an engine. No method throws because of what guest code does. */
export interface GuestVm {
  /** Put an event into the batch. `index` is below `MAX_BATCH`. */
  put(index: number, local: number, value: number): void;
  /** Handle the first `count` events of the batch. */
  dispatch(count: number): void;
  /** Know a channel; true when its name leads to a handler. */
  bind(channel: BoundChannel): boolean;
  unbind(local: number): void;
  /** Run what is due; the time of the next due thing, Infinity when there is none. */
  tick(now: number): number;
  /** A managed socket has something to read. */
  readable(fd: number): void;
  /** Run the clean-up handler; its outputs count. */
  cleanup(): void;
  /** The `state` of the modules as text, for the next version of the code. */
  saveState(): string;
  /** Bytes of memory in use. */
  memory(): number;
  dispose(): void;
}

export interface VmLoad {
  readonly vm: GuestVm;
  readonly report: LoadReport;
}

/** A language. */
export interface GuestEngine {
  /** Load modules into a machine of their own. `state` is what the version before saved. */
  load(host: VmHost, spec: GuestSpec, state: string): Promise<VmLoad> | VmLoad;
  /** A shared byte that the host sets to ask for a soft interrupt, when the engine cannot watch its own time. */
  readonly interrupt?: SharedArrayBuffer;
}

/** Events of one batch at most: the watchdog sees progress between batches. */
export const MAX_BATCH = 64;
