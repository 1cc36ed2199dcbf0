import type { MappingDecl } from '../../shared/patch/document.ts';
import { expandRange } from '../../shared/signal/channel-range.ts';
import type { Model } from './model.ts';

/** A channel of a script as the editor offers it. */
export interface EditorChannel {
  readonly name: string;
  /** What the directory calls it; empty when it has no name there. */
  readonly title: string;
  /** Events come to the script. */
  readonly input: boolean;
  /** The script sends. */
  readonly output: boolean;
  /** What it is joined to: "from panel1.fader1". */
  readonly peers: string;
  /** NaN before the first. */
  readonly value: number;
}

/** The channels of an instance in the running patch; those that it sends on first. */
export function channelsOf(model: Model, instance: string): readonly EditorChannel[] {
  const { channels } = model.devices.getState();
  const { names } = model.names.getState();
  const called = (ref: string) => names.get(ref)?.name ?? '';
  const list = (refs: readonly string[]) =>
    refs.map(ref => (called(ref) === '' ? ref : `${called(ref)} (${ref})`)).join(', ');
  const wires = wiresOf(model.patch.getState().document.mappings, instance);
  const found = channels
    .filter(one => one.instance === instance)
    .map(({ channel, index }) => {
      const { from = [], to = [] } = wires.get(channel) ?? {};
      const loose = from.length + to.length === 0;
      return {
        name: channel,
        title: called(`${instance}.${channel}`),
        input: from.length > 0,
        output: to.length > 0 || loose,
        peers: [from.length > 0 ? `from ${list(from)}` : '', to.length > 0 ? `to ${list(to)}` : '']
          .filter(Boolean)
          .join(' · '),
        value: model.live.get(index),
      };
    });
  return found.sort((a, b) => Number(b.output) - Number(a.output) || a.name.localeCompare(b.name));
}

interface Ends {
  readonly from: string[];
  readonly to: string[];
}

/** What each channel of an instance is joined to. */
function wiresOf(mappings: readonly MappingDecl[], instance: string): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  const note = (ref: string, side: keyof Ends, peer: string) => {
    if (!ref.startsWith(`${instance}.`)) return;
    const range = expandRange(ref.slice(instance.length + 1));
    for (const channel of range.ok ? range.channels : []) {
      const known = ends.get(channel) ?? { from: [], to: [] };
      known[side].push(peer);
      ends.set(channel, known);
    }
  };
  for (const { from, to, both, off } of mappings) {
    if (off) continue;
    note(to, 'from', from);
    note(from, 'to', to);
    if (!both) continue;
    note(from, 'from', to);
    note(to, 'to', from);
  }
  return ends;
}

/** Live value of a channel, NaN while there is none. */
export function valueOf(model: Model, instance: string, channel: string): number {
  const index = model.devices.getState().indexOf.get(`${instance}.${channel}`);
  return index === undefined ? NaN : model.live.get(index);
}

/** How many wires bring events to a channel. */
export function wiresInto(model: Model, instance: string, channel: string): number {
  const { mappings } = model.patch.getState().document;
  return wiresOf(mappings, instance).get(channel)?.from.length ?? 0;
}
