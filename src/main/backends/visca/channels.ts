import { fail } from '../../../shared/error/coded-error.ts';
import type { BackendManifest, ChannelInfo } from '../../../shared/plugin/backend.ts';

/** Channels without a number. `read`: the camera can be asked for it. */
const NAMES = {
  pan: { label: 'Pan', read: true },
  tilt: { label: 'Tilt', read: true },
  panspeed: { label: 'Pan speed', read: false },
  tiltspeed: { label: 'Tilt speed', read: false },
  zoom: { label: 'Zoom', read: true },
  'zoom.move': { label: 'Zoom drive (0.5 stops)', read: false },
  focus: { label: 'Focus', read: true },
  'focus.move': { label: 'Focus drive (0.5 stops)', read: false },
  autofocus: { label: 'Autofocus', read: true },
  'wb.auto': { label: 'White balance automatic', read: true },
  'wb.red': { label: 'White balance red', read: true },
  'wb.blue': { label: 'White balance blue', read: true },
  power: { label: 'Power', read: true },
  home: { label: 'Home position', read: false },
  stop: { label: 'Stop moving', read: false },
  'move.left': { label: 'Drive left', read: false },
  'move.right': { label: 'Drive right', read: false },
  'move.up': { label: 'Drive up', read: false },
  'move.down': { label: 'Drive down', read: false },
  'move.x': { label: 'Drive left and right (0.5 stops)', read: false },
  'move.y': { label: 'Drive down and up (0.5 stops)', read: false },
} as const;

export type PlainName = keyof typeof NAMES;
export type ViscaChannel =
  { readonly kind: PlainName } | { readonly kind: 'memory' | 'store'; readonly preset: number };

const MOST_PRESETS = 254;
const PRESET = /^(memory|store)(\d{1,3})$/;
const HELP = 'Known are pan, tilt, zoom, focus, move.x, memory<n>, store<n> and others of the reference';

export const channelHelp: BackendManifest['channels'] = {
  help: 'Positions: pan, tilt, zoom, focus; speeds: panspeed, tiltspeed; drives: move.left, move.right, move.up, move.down, move.x, move.y, zoom.move, focus.move, stop; switches: autofocus, wb.auto, power; gains: wb.red, wb.blue; presets: memory<n> recalls, store<n> stores (0 to 254); home.',
  examples: [
    { channel: 'pan', meaning: 'the pan position; read back from the camera when the patch listens to it' },
    { channel: 'memory3', meaning: 'above 0.9 recalls preset 3' },
    { channel: 'move.x', meaning: 'drives left below 0.5 and right above it' },
    { channel: 'power', meaning: 'on above 0.5' },
  ],
};

/** Read a channel, or say why it is none. */
export function parseChannel(text: string): ViscaChannel | string {
  if (Object.hasOwn(NAMES, text)) return { kind: text as PlainName };
  const preset = PRESET.exec(text);
  if (!preset) return 'a camera has no such control';
  const number = Number(preset[2]);
  if (number > MOST_PRESETS) return `presets count from 0 to ${MOST_PRESETS}`;
  return { kind: preset[1] === 'store' ? 'store' : 'memory', preset: number };
}

/** Read a channel or throw `backend.bad-channel`. */
export function channelOf(instance: string, channel: string): ViscaChannel {
  const read = parseChannel(channel);
  if (typeof read === 'object') return read;
  throw fail('backend.bad-channel', { instance, channel, reason: read, help: HELP });
}

/** The camera can be asked for this channel's value. */
export function isReadable({ kind }: ViscaChannel): boolean {
  return kind !== 'memory' && kind !== 'store' && NAMES[kind].read;
}

export function describeChannel(channel: ViscaChannel): ChannelInfo {
  const source = isReadable(channel);
  if (channel.kind === 'memory' || channel.kind === 'store') {
    const verb = channel.kind === 'memory' ? 'Recall' : 'Store';
    const name = `${channel.kind}${channel.preset}`;
    return { name, label: `${verb} preset ${channel.preset}`, source, target: true };
  }
  return { name: channel.kind, label: NAMES[channel.kind].label, source, target: true };
}

/** Channels that contain `text`, plain ones first. */
export function suggestChannels(text: string, limit: number): ChannelInfo[] {
  const presets = Array.from({ length: 16 }, (_, n) => [`memory${n}`, `store${n}`]).flat();
  return [...Object.keys(NAMES), ...presets, text]
    .filter((name, i, all) => name.includes(text) && all.indexOf(name) === i)
    .map(parseChannel)
    .filter(channel => typeof channel === 'object')
    .slice(0, limit)
    .map(describeChannel);
}
