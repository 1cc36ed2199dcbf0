import { isIP } from 'node:net';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, messageOf } from '../../shared/error/coded-error.ts';
import type { ListenAddress } from '../app-api.ts';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` with positionals; what it does not know becomes `host.unknown-option` or `host.bad-option`. */
export function parseCommand<T extends OptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const unknown = /Unknown option '([^']+)'/.exec(messageOf(thrown))?.[1];
    if (unknown !== undefined) throw fail('host.unknown-option', { option: unknown }, thrown);
    throw fail('host.bad-option', { reason: messageOf(thrown).replace(/\.$/, '') }, thrown);
  }
}

/** At most one positional argument: the command's file. */
export function oneFile(command: string, positionals: readonly string[]): string | undefined {
  if (positionals.length > 1) {
    throw fail('host.bad-option', { reason: `"${command}" takes one file, not ${positionals.length}` });
  }
  return positionals[0];
}

/** HOST:PORT, with brackets around an IPv6 address; port 0 takes any free one. */
export function parseAddress(text: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  const badIpv6 = match?.[1] !== undefined && isIP(match[1]) !== 6;
  if (host === undefined || badIpv6 || port > 65_535) throw fail('host.bad-address', { address: text });
  return { host, port };
}

/** `off`, or an address. */
export function parseListen(text: string): ListenAddress | undefined {
  return text === 'off' ? undefined : parseAddress(text);
}

/** Check the form INSTANCE.OPTION=VALUE (or BACKEND.OPTION=VALUE); the engine checks the names. */
export function checkOverride(text: string): string {
  if (!/^[^.=\s]+\.[^=]+=/.test(text)) throw fail('host.bad-set', { text });
  return text;
}
