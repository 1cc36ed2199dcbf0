import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import type { Model } from './model.ts';

/** A channel of a script as the editor offers it. */
export interface EditorChannel {
  readonly name: string;
  /** Events come to the script. */
  readonly input: boolean;
  /** The script sends. */
  readonly output: boolean;
  /** What it is joined to: "from panel1.fader1". */
  readonly peers: string;
  /** NaN before the first. */
  readonly value: number;
}

/** The channels of an instance in the running patch. */
export function channelsOf(model: Model, instance: string): readonly EditorChannel[] {
  const { channels } = model.devices.getState();
  return channels
    .filter(one => one.instance === instance)
    .map(one => ({
      name: one.channel,
      input: one.target,
      output: one.source || !one.target,
      peers: peersOf(model, instance, one.channel),
      value: model.live.get(one.index),
    }));
}

/** Live value of a channel, NaN while there is none. */
export function valueOf(model: Model, instance: string, channel: string): number {
  const index = model.devices.getState().indexOf.get(`${instance}.${channel}`);
  return index === undefined ? NaN : model.live.get(index);
}

/** How many wires bring events to a channel. */
export function wiresInto(model: Model, instance: string, channel: string): number {
  const ref = `${instance}.${channel}`;
  const { mappings } = model.patch.getState().document;
  return mappings.filter(one => !one.off && (one.to === ref || (one.both && one.from === ref))).length;
}

function peersOf(model: Model, instance: string, channel: string): string {
  const ref = `${instance}.${channel}`;
  const { mappings } = model.patch.getState().document;
  const from = mappings.filter(one => one.to === ref).map(one => one.from);
  const to = mappings.filter(one => one.from === ref).map(one => one.to);
  return [from.length > 0 ? `from ${from.join(', ')}` : '', to.length > 0 ? `to ${to.join(', ')}` : '']
    .filter(Boolean)
    .join(' · ');
}

/** The names of rows that can be renamed: single channels, not ranges. */
export function isSingleChannel(ref: string): boolean {
  return parseChannelRef(ref) !== undefined && !ref.includes('{');
}
