import { z } from 'zod';
import type { JsonValue } from '../../patch/document.ts';
import type { BackendManifest, ChannelInfo, InstanceStatus } from '../../plugin/backend.ts';
import type { OptionSpec } from '../../plugin/option.ts';
import { call } from '../call.ts';

/** A channel of the running patch. `index` is its place in value frames and never changes while the engine runs. */
export interface LiveChannel {
  readonly index: number;
  readonly instance: string;
  /** The canonical spelling. */
  readonly channel: string;
  readonly source: boolean;
  readonly target: boolean;
  /** A remote client may give it values: it is a target of the patch, or an on-screen control. */
  readonly writable?: boolean;
  /** What the options of its instance call it; absent when they do not. */
  readonly title?: string;
}

/** One instance as it runs now. */
export interface LiveInstance {
  readonly name: string;
  readonly backend: string;
  readonly status: InstanceStatus;
  readonly received: number;
  readonly sent: number;
  readonly malformed: number;
  readonly dropped: number;
  /** Packets a second in both directions, over the last second. */
  readonly rate: number;
}

/** A channel that something arrived on although no wire uses it. */
export interface Detected {
  readonly instance: string;
  readonly channel: string;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A plugin as the kernel knows it. */
export interface PluginInfo {
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  readonly state: 'loaded' | 'failed' | 'disabled';
  /** Why it failed; empty otherwise. */
  readonly reason: string;
  readonly ms: number;
  /** The package it comes in, for a third-party plugin, with its version and the permissions it names. */
  readonly package?: string;
  readonly version?: string;
  readonly permissions?: readonly string[];
  /** It may be switched off and on, and loaded again. */
  readonly optional?: boolean;
  /** What can be set, in the order of its form; absent when nothing can. */
  readonly options?: readonly OptionSpec[];
  /** Its configuration may have parts that no option shows; they are edited as JSON. */
  readonly free?: boolean;
  /** As saved, without secrets. */
  readonly config?: Readonly<Record<string, JsonValue>>;
  /** Names of secrets that are set; their values never leave the engine. */
  readonly secrets?: readonly string[];
  /** Given on the command line: counts more than what is saved, and cannot be changed while the program runs. */
  readonly fixed?: Readonly<Record<string, JsonValue>>;
  /** It opens a port, as soon as its configuration has one. */
  readonly listens?: boolean;
  /** Where it listens now, for example `http://127.0.0.1:9489`. */
  readonly address?: string;
}

const name = z.string().max(200);
const options = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))]),
);
const empty = z.strictObject({});

export const devicesCalls = {
  'devices.backends': call<readonly BackendManifest[]>()(empty),
  'devices.instances': call<readonly LiveInstance[]>()(empty),
  'devices.channels': call<readonly LiveChannel[]>()(empty),
  /** Every value that is known now, as pairs [index, value]. */
  'devices.values': call<readonly (readonly [number, number])[]>()(empty),
  'devices.plugins': call<readonly PluginInfo[]>()(empty),
  /** Channels that complete `text`. The instance need not exist yet: `backend` and `options` are enough. */
  'devices.suggest': call<readonly ChannelInfo[]>()(
    z.strictObject({
      backend: name,
      options,
      text: z.string().max(1000),
      limit: z.number().int().min(1).max(500).optional(),
    }),
  ),
  /** The channels (ranges expanded) behind a spec of an instance in the patch; a fault says why it is none. */
  'devices.resolve': call<readonly ChannelInfo[]>()(
    z.strictObject({ instance: name, spec: z.string().min(1).max(4000) }),
  ),
  /** What arrives unmapped, while at least one window listens; ends by `on: false` or when the window goes. */
  'devices.detect': call<{ on: boolean }>()(z.strictObject({ on: z.boolean() })),
  /** A call to an instance itself, see `BackendInstance.request`. */
  'devices.request': call<unknown>()(z.strictObject({ instance: name, request: name, params: z.unknown() })),
  /** All instances go silent: held notes are released, sounds stop. */
  'devices.panic': call<{ done: boolean }>()(empty),
} as const;

export interface DevicesEvents {
  'devices.instancesChanged': readonly LiveInstance[];
  /** The whole table; sent when the patch was applied. */
  'devices.channelsChanged': readonly LiveChannel[];
  'devices.detected': readonly Detected[];
  'devices.notify': { readonly instance: string; readonly topic: string; readonly payload: unknown };
}
