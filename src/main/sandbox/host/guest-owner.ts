import type { LogLevel } from '../../../shared/plugin/common.ts';
import type { FaultReport, LoadReport } from '../link/messages.ts';
import type { SocketPolicy } from '../sockets/policy.ts';

export type GuestState =
  /** Its engine is being started. */
  | 'starting'
  | 'running'
  /** It was stopped by the watchdog, or its thread broke; it comes back by itself. */
  | 'restarting'
  /** No version has loaded yet. */
  | 'failed';

/** What a guest tells the instance that it belongs to. */
export interface GuestOwner {
  readonly name: string;
  emit(local: number, value: number, cause: number): void;
  log(level: LogLevel, text: string): void;
  fault(fault: FaultReport): void;
  /** Whether a channel's name leads to a handler. */
  bound(local: number, handler: boolean): void;
  refused(over: number, invalid: number): void;
  /** The watchdog stopped it, in the handler of the channel `local` if that is known. */
  killed(reason: string, local: number | undefined): void;
  /** The last good version was loaded again on a new thread, or not. */
  restored(report: LoadReport): void;
  /** The thread ended by itself. It is started again. */
  engineFailed(reason: string): void;
  state(state: GuestState): void;
  /** The text of a module file as it is on disk now. */
  source(path: string): Promise<string | undefined>;
  readonly policy: SocketPolicy;
}
