import { fail } from '../../../shared/error/coded-error.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';

/** Buttons of the "standard gamepad" (W3C Gamepad, section "Remapping"), in the order of their numbers. */
const BUTTONS = [
  ...['a', 'b', 'x', 'y', 'lb', 'rb', 'lt', 'rt', 'back', 'start', 'ls', 'rs'],
  ...['up', 'down', 'left', 'right', 'home'],
] as const;
const AXES = ['lx', 'ly', 'rx', 'ry'] as const;
const LABELS: Readonly<Record<string, string>> = {
  a: 'A, cross',
  b: 'B, circle',
  x: 'X, square',
  y: 'Y, triangle',
  lb: 'left shoulder',
  rb: 'right shoulder',
  lt: 'left trigger',
  rt: 'right trigger',
  ls: 'left stick pressed',
  rs: 'right stick pressed',
  lx: 'left stick, left to right',
  ly: 'left stick, top to bottom',
  rx: 'right stick, left to right',
  ry: 'right stick, top to bottom',
};

/** More than this no pad has. */
export const MOST_BUTTONS = 64;
export const MOST_AXES = 16;

export type PadChannel =
  | { readonly kind: 'button' | 'axis'; readonly index: number }
  | { readonly kind: 'connected' | 'strong' | 'weak' };

/** Read `button0`, `a`, `axis1`, `ly`, `connected`, `rumble.strong`; throws `backend.bad-channel`. */
export function parsePadChannel(instance: string, channel: string): PadChannel {
  if (channel === 'connected') return { kind: 'connected' };
  if (channel === 'rumble.strong') return { kind: 'strong' };
  if (channel === 'rumble.weak') return { kind: 'weak' };
  const button = (BUTTONS as readonly string[]).indexOf(channel);
  if (button >= 0) return { kind: 'button', index: button };
  const axis = (AXES as readonly string[]).indexOf(channel);
  if (axis >= 0) return { kind: 'axis', index: axis };
  const match = /^(button|axis)(\d{1,2})$/.exec(channel);
  const kind = match?.[1] === 'axis' ? 'axis' : 'button';
  const index = Number(match?.[2] ?? NaN);
  if (index < (kind === 'axis' ? MOST_AXES : MOST_BUTTONS)) return { kind, index };
  const reason = 'it is neither a button nor an axis of a gamepad';
  const help = 'For example button0 (or a), axis1 (or ly), connected, rumble.strong.';
  throw fail('backend.bad-channel', { instance, channel, reason, help });
}

export function padChannelName(channel: PadChannel): string {
  if (channel.kind === 'button' || channel.kind === 'axis') return `${channel.kind}${channel.index}`;
  return channel.kind === 'connected' ? 'connected' : `rumble.${channel.kind}`;
}

export function padChannelInfo(channel: PadChannel): ChannelInfo {
  const isRumble = channel.kind === 'strong' || channel.kind === 'weak';
  return {
    name: padChannelName(channel),
    label: labelOf(channel),
    source: !isRumble,
    target: isRumble,
    min: channel.kind === 'axis' ? -1 : 0,
    max: 1,
  };
}

function labelOf(channel: PadChannel): string {
  if (channel.kind === 'connected') return 'Connected';
  if (!('index' in channel)) return `Rumble, ${channel.kind}`;
  const { kind, index } = channel;
  const short = kind === 'axis' ? AXES[index] : BUTTONS[index];
  const name = `${kind === 'axis' ? 'Axis' : 'Button'} ${index}`;
  return short === undefined ? name : `${name} (${LABELS[short] ?? short})`;
}

export function suggestPadChannels(text: string, limit: number): ChannelInfo[] {
  const wanted = text.toLowerCase();
  const all: PadChannel[] = [
    ...BUTTONS.map((_, index): PadChannel => ({ kind: 'button', index })),
    ...AXES.map((_, index): PadChannel => ({ kind: 'axis', index })),
    { kind: 'connected' },
    { kind: 'strong' },
    { kind: 'weak' },
  ];
  const shorts: readonly string[] = [...BUTTONS, ...AXES];
  const infos = all.map((channel, index) => ({ info: padChannelInfo(channel), short: shorts[index] ?? '' }));
  const begins = ({ info, short }: (typeof infos)[number]) =>
    info.name.startsWith(wanted) || short.startsWith(wanted);
  const contains = infos.filter(one => !begins(one) && one.info.label.toLowerCase().includes(wanted));
  const fits = [...infos.filter(begins), ...contains];
  return fits.slice(0, limit).map(({ info }) => info);
}
