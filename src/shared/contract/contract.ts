import type { CallSpec, ParamsOf, ResultOf } from './call.ts';
import { contactsCalls, type ContactsEvents } from './calls/contacts.ts';
import { type DirectoryEvents, directoryCalls } from './calls/directory.ts';
import { devicesCalls, type DevicesEvents } from './calls/devices.ts';
import { hostCalls } from './calls/host.ts';
import { monitorCalls, type MonitorEvents } from './calls/monitor.ts';
import { patchCalls, type PatchEvents } from './calls/patch.ts';
import { stacksCalls, type StacksEvents } from './calls/stacks.ts';

/** Every call a window may make. The part before the first dot names the service, the rest is its `op`. */
export const CALLS = {
  ...patchCalls,
  ...devicesCalls,
  ...monitorCalls,
  ...hostCalls,
  ...stacksCalls,
  ...directoryCalls,
  ...contactsCalls,
} as const;

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type CallParams<N extends CallName> = ParamsOf<Calls[N]>;
export type CallResult<N extends CallName> = ResultOf<Calls[N]>;

/** Every event a window may hear. */
export interface Events
  extends PatchEvents, DevicesEvents, MonitorEvents, StacksEvents, DirectoryEvents, ContactsEvents {}
export type EventName = keyof Events;

/** The spec of a call by name; undefined for a name that is not of the contract. */
export function callSpec(name: string): CallSpec | undefined {
  return Object.hasOwn(CALLS, name) ? CALLS[name as CallName] : undefined;
}
