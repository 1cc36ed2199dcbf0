import type { LogLine } from '../shared/contract/calls/monitor.ts';
import { messageOf } from '../shared/error/coded-error.ts';

/**
 * Log errors that nobody caught, and go on: one plugin's slip must not stop a show. Each is a bug worth a report, so that
 * the log keeps where it came from.
 */
export function surviveStrayErrors(log: (line: LogLine) => void): void {
  process.on('uncaughtException', thrown => {
    const where = thrown instanceof Error ? thrown.stack : undefined;
    const text = `unexpected: ${where ?? messageOf(thrown)}`;
    log({ seq: 0, time: Date.now(), level: 'error', source: 'host', text });
  });
}
