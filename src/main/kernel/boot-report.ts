import type { PluginInfo } from '../../shared/contract/calls/devices.ts';

/** One line per plugin in the order of loading: time, kind, name, and the reason where it failed. */
export function formatBootReport(infos: readonly PluginInfo[]): string {
  const line = ({ kind, name, state, reason, ms }: PluginInfo) =>
    `${ms.toFixed(1).padStart(8)} ms  ${kind.padEnd(8)} ${name}${state === 'failed' ? `  FAILED: ${reason}` : ''}`;
  const total = infos.reduce((sum, info) => sum + info.ms, 0);
  return [...infos.map(line), `${total.toFixed(1).padStart(8)} ms  in all`].join('\n');
}
