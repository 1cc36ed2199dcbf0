import type { BackendManifest, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { slotChannel, slotHelp, slotInfo, suggestSlots } from '../../../shared/dmx/slots.ts';
import { GLOBALS, OPTIONS, readConfig } from './config.ts';
import { ArtnetHub, type HubOptions } from './hub.ts';
import { ArtnetUniverse } from './universe.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'artnet',
  title: 'Art-Net',
  family: 'dmx',
  summary: 'One DMX universe over the network with Art-Net 4, in and out.',
  options: OPTIONS,
  globals: GLOBALS,
  channels: slotHelp,
  limits: [
    'Slots have 8 bits: values are rounded to 1/255, on 16-bit channels to 1/65535.',
    'At the frame rate limit the newest value of a slot counts; with `realtime` every value has a frame of its own.',
    'Senders are told apart by address and Physical field, as the specification says.',
    'RDM, time code, triggers and firmware upload are not handled.',
  ],
};

/** Art-Net 4. Instances of one bind share one socket. */
export const artnetBackend: BackendPlugin = {
  manifest,
  load({ clock, log }) {
    const hubs = new Map<string, ArtnetHub>();
    return {
      channel: (instance, channel) => slotInfo(slotChannel(instance, channel), true, true),
      suggest: (text, _options, limit) => suggestSlots(text, limit, true, true),
      create(args) {
        const config = readConfig(args.name, args.options, args.globals);
        const { bind, poll, nodeName, detect } = config;
        const options: HubOptions = { bind, poll, nodeName, detect };
        const key = JSON.stringify(options);
        const hub = hubs.get(key) ?? new ArtnetHub(options, clock, log, () => hubs.delete(key));
        hubs.set(key, hub);
        return new ArtnetUniverse(args, config, hub);
      },
    };
  },
};
