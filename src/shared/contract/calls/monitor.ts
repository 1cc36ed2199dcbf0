import { z } from 'zod';
import type { LogLevel } from '../../plugin/common.ts';
import { call } from '../call.ts';

/** An event that the router moved. */
export interface MonitorEvent {
  /** Counts up from 1. */
  readonly seq: number;
  /** Epoch milliseconds with a fraction. */
  readonly time: number;
  /** Channel index, see `LiveChannel`. */
  readonly channel: number;
  /** `in` came from a device, `out` went to one over a wire. */
  readonly direction: 'in' | 'out';
  readonly value: number;
  /** `seq` of the event it followed from; 0 when the outside world caused it. */
  readonly cause: number;
}

/** What the status bar shows; over the last second. */
export interface MonitorStats {
  readonly eventsPerSecond: number;
  /** 99th percentile of the time from entering the router to delivery, milliseconds. */
  readonly p99: number;
  /** Since the engine started. */
  readonly coalesced: number;
  readonly dropped: number;
  readonly refused: number;
}

export interface LogLine {
  readonly seq: number;
  readonly time: number;
  readonly level: LogLevel;
  readonly source: string;
  readonly text: string;
}

export const monitorCalls = {
  /** Events newer than `after`, oldest first, at most `limit` of the newest. */
  'monitor.events': call<readonly MonitorEvent[]>()(
    z.strictObject({
      after: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
    }),
  ),
  /** The chain of causes of an event, the first cause first; shorter when the ring has forgotten it. */
  'monitor.why': call<readonly MonitorEvent[]>()(z.strictObject({ seq: z.number().int().min(1) })),
  'monitor.stats': call<MonitorStats>()(z.strictObject({})),
  /** Stream `monitor.batch` to this window. */
  'monitor.watch': call<{ on: boolean }>()(z.strictObject({ on: z.boolean() })),
  'log.recent': call<readonly LogLine[]>()(
    z.strictObject({ limit: z.number().int().min(1).max(5000).optional() }),
  ),
} as const;

export interface MonitorEvents {
  /** At most 30 times a second. `skipped` events were too many to send; they are still in the ring. */
  'monitor.batch': { readonly events: readonly MonitorEvent[]; readonly skipped: number };
  'monitor.statsChanged': MonitorStats;
  'log.line': LogLine;
}
