import type { LogLine } from '../../shared/contract/calls/monitor.ts';

/** A log line as it stands on stderr: time (UTC, milliseconds), level, source, text without line breaks. */
export function formatLogLine(line: Pick<LogLine, 'time' | 'level' | 'source' | 'text'>): string {
  const time = new Date(line.time).toISOString();
  return `${time} ${line.level.padEnd(5)} ${line.source}: ${line.text.replace(/\s*\n\s*/g, ' | ')}`;
}
