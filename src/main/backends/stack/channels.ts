import { fail } from '../../../shared/error/coded-error.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { readKnobs, type Knob } from './knobs.ts';
import type { StackRunner } from './runner.ts';

export const TRIGGERS = ['run', 'cancel', 'play', 'stop'] as const;
export const REPORTS = ['progress', 'done', 'failed'] as const;
export type Trigger = (typeof TRIGGERS)[number];
export type Report = (typeof REPORTS)[number];

/** What a channel of an instance is. */
export type StackChannel =
  | { readonly kind: 'trigger'; readonly name: Trigger }
  | { readonly kind: 'report'; readonly name: Report }
  | { readonly kind: 'level'; readonly name: 'level' }
  | { readonly kind: 'knob'; readonly name: string; readonly knob: Knob };

/** Read a channel. Throws `backend.bad-channel`. */
export function parseChannel(instance: string, channel: string, knobs: readonly Knob[]): StackChannel {
  const trigger = TRIGGERS.find(name => name === channel);
  if (trigger) return { kind: 'trigger', name: trigger };
  const report = REPORTS.find(name => name === channel);
  if (report) return { kind: 'report', name: report };
  if (channel === 'level') return { kind: 'level', name: 'level' };
  const knob = knobs.find(one => one.name === channel);
  if (knob) return { kind: 'knob', name: channel, knob };
  const names =
    knobs.length === 0 ? 'no module has a parameter with a number' : knobs.map(one => one.name).join(', ');
  throw fail('backend.bad-channel', {
    instance,
    channel,
    reason: channel.includes('.')
      ? `the stack has no such parameter (${names})`
      : 'there is no such trigger or report',
    help: `Use ${[...TRIGGERS, ...REPORTS].join(', ')}, level, or MODULE.PARAMETER of the stack.`,
  });
}

export function describeChannel(channel: StackChannel): ChannelInfo {
  switch (channel.kind) {
    case 'report':
      return { name: channel.name, label: channel.name, source: true, target: false };
    case 'knob': {
      const { name, unit, min, max, label } = channel.knob;
      return { name, label, source: false, target: true, unit, min, max };
    }
    default:
      return { name: channel.name, label: channel.name, source: false, target: true };
  }
}

/** Every channel that completes `text`: those that start with it first. */
export function suggestChannels(
  runner: StackRunner,
  text: string,
  options: Options,
  limit: number,
): readonly ChannelInfo[] {
  const knobs = readKnobs(runner, options);
  const names = [...TRIGGERS, ...REPORTS, 'level', ...knobs.map(knob => knob.name)];
  const wanted = text.toLowerCase();
  return names
    .filter(name => name.includes(wanted))
    .sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)))
    .slice(0, limit)
    .map(name => describeChannel(parseChannel('', name, knobs)));
}
