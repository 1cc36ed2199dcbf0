import { slotChannel, slotHelp, slotInfo, suggestSlots } from '../../../shared/dmx/slots.ts';
import type { BackendManifest, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { formatCid } from './cid.ts';
import { readConfig } from './config.ts';
import { type HubOptions, SacnHub } from './hub.ts';
import { ownCid } from './identity.ts';
import { GLOBALS, OPTIONS } from './options.ts';
import { SacnUniverse } from './universe.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'sacn',
  title: 'sACN (E1.31)',
  family: 'dmx',
  summary: 'One DMX universe over the network with streaming ACN, in and out.',
  options: OPTIONS,
  globals: GLOBALS,
  channels: slotHelp,
  limits: [
    'Slots have 8 bits: values are rounded to 1/255, on 16-bit channels to 1/65535.',
    'At the frame rate limit the newest value of a slot counts; with `realtime` every value has a frame of its own.',
    'IPv4 only.',
    'Per-address priorities are read, not sent.',
  ],
};

/** Streaming ACN, ANSI E1.31-2018. Instances of one bind share their sockets. */
export const sacnBackend: BackendPlugin = {
  manifest,
  load({ clock, log, dataFolder }) {
    const hubs = new Map<string, SacnHub>();
    let kept: Uint8Array | undefined;
    return {
      channel: (instance, channel) => slotInfo(slotChannel(instance, channel), true, true),
      suggest: (text, _options, limit) => suggestSlots(text, limit, true, true),
      create(args) {
        const config = readConfig(args.name, args.options, args.globals);
        const { bind, sourceName, detect, discover } = config;
        const options: HubOptions = { bind, sourceName, detect, discover };
        kept ??= ownCid(dataFolder);
        const cid = config.ownCid ?? kept;
        const key = formatCid(cid) + JSON.stringify(options);
        const hub = hubs.get(key) ?? new SacnHub(cid, options, clock, log, () => hubs.delete(key));
        hubs.set(key, hub);
        return new SacnUniverse(args, config, hub);
      },
    };
  },
};
