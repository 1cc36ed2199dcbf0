import { fail } from '../../../shared/error/coded-error.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { isAddressPattern } from './address-pattern.ts';
import { readConfig } from './config.ts';
import { type ArgFormat, type Formats, MAX_ARGS } from './format.ts';

/** One argument of one path, below the instance's root. */
export interface OscChannel {
  readonly path: string;
  /** Counted from 0. */
  readonly index: number;
}

const MAX_PATH = 1000;

/** Read `/path[:n]`. Throws `backend.bad-channel`. */
export function parseChannel(instance: string, channel: string): OscChannel {
  const parsed = readChannel(channel);
  if (typeof parsed !== 'string') return parsed;
  const help = 'Write a path and, if it is not the first, the argument: /fader/1 or /xy:1.';
  throw fail('backend.bad-channel', { instance, channel, reason: parsed, help });
}

/** The channel, or the reason why it is none. */
function readChannel(channel: string): OscChannel | string {
  const found = /^(.*?)(?::(\d+))?$/s.exec(channel);
  const path = found?.[1] ?? '';
  const index = Number(found?.[2] ?? 0);
  if (!path.startsWith('/')) return 'a path begins with "/"';
  if (path.length < 2 || path.endsWith('/')) return 'a path does not end with "/"';
  if (path.length > MAX_PATH) return `a path has ${MAX_PATH} characters at most`;
  // Control characters end up in other programs' logs; a NUL would end the address.
  // eslint-disable-next-line no-control-regex
  if (isAddressPattern(path) || /[\]}\u0000-\u001f\u007f]/.test(path)) {
    return 'a path contains none of * ? [ ] { } and no "//"';
  }
  if (index >= MAX_ARGS) return `arguments are counted from 0 to ${MAX_ARGS - 1}`;
  return { path, index };
}

/** The canonical spelling: the first argument has no number. */
export function formatChannel({ path, index }: OscChannel): string {
  // A path that itself ends like an index needs the index spelled out.
  return index === 0 && !/:\d+$/.test(path) ? path : `${path}:${index}`;
}

export function describeChannel(channel: OscChannel, formats: Formats): ChannelInfo {
  const arg = formats.find(channel.path)?.[channel.index];
  const label = channel.index === 0 ? channel.path : `${channel.path} argument ${channel.index + 1}`;
  const info = { name: formatChannel(channel), label, source: true, target: true };
  return arg ? { ...info, min: arg.min, max: arg.max } : info;
}

/** Channels of the patterns that name one path, then what was typed when it is a channel itself. */
export function suggestChannels(text: string, options: Options, limit: number): readonly ChannelInfo[] {
  const { formats } = readConfig('', options);
  const known = formats.list.flatMap(format => channelsOf(format.path, format.args));
  const typed = readChannel(text);
  const offered = typeof typed === 'string' ? known : [...known, typed];
  const infos = new Map(offered.map(channel => [formatChannel(channel), describeChannel(channel, formats)]));
  return [...infos.values()].filter(info => info.name.startsWith(text)).slice(0, limit);
}

function channelsOf(path: string, args: readonly ArgFormat[]): readonly OscChannel[] {
  if (typeof readChannel(path) === 'string') return [];
  return args.length === 0 ? [{ path, index: 0 }] : args.map((_, index) => ({ path, index }));
}
