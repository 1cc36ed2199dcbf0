import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { isLoopback, isWildcard } from '../../shared/net/endpoint.ts';

/** Who may connect to a network view. */
export type Who = 'local' | 'everyone' | 'custom';

export const LOCAL_HOST = '127.0.0.1';
export const EVERY_HOST = '0.0.0.0';

export function whoOf(host: string): Who {
  if (host === LOCAL_HOST || host === 'localhost') return 'local';
  return host === EVERY_HOST ? 'everyone' : 'custom';
}

/** Others than this computer may reach it. */
export function isOpen(host: string): boolean {
  return host.trim() !== '' && !isLoopback(host);
}

/** The address that a view has by the command line, or else by its settings. */
export function hostOf({ fixed, config }: PluginInfo): string {
  return textOf(fixed?.['host'] ?? config?.['host']) ?? LOCAL_HOST;
}

/** The port as text; the usual one while none was chosen. */
export function portOf(plugin: PluginInfo): string {
  const { fixed, config } = plugin;
  return textOf(fixed?.['port'] ?? config?.['port']) ?? usualPort(plugin);
}

/** What is offered where nobody chose a port: 0, any free one, when the view names none. */
export function usualPort({ options = [] }: PluginInfo): string {
  const spec = options.find(one => one.name === 'port');
  return textOf(spec?.default ?? spec?.placeholder) ?? '0';
}

/** It was asked for on the command line. */
export function isFixed({ fixed }: PluginInfo): boolean {
  return fixed?.['port'] !== undefined;
}

/** It is off only because nobody gave it a port. */
export function wantsPort({ listens, fixed, config }: PluginInfo): boolean {
  return listens === true && (fixed?.['port'] ?? config?.['port']) === undefined;
}

/** The addresses by which a view can be reached, the one for others first where it listens to all. */
export function reachableAt(address: string, machine: readonly string[]): readonly string[] {
  const match = /^(\w+:\/\/)?(\[[^\]]+\]|[^:/]+)(:\d+)$/.exec(address);
  const [, scheme = '', host = '', port = ''] = match ?? [];
  if (!isWildcard(host.replace(/^\[|\]$/g, ''))) return [address];
  const hosts = machine.filter(one => host !== EVERY_HOST || !one.includes(':'));
  return [...hosts, LOCAL_HOST].map(one => `${scheme}${one.includes(':') ? `[${one}]` : one}${port}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
