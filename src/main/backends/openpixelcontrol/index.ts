import type { BackendManifest, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { channelHelp, componentOf, describeComponent, suggestComponents } from './channels.ts';
import { OPTIONS, readConfig } from './config.ts';
import { OpcInstance } from './instance.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'openpixelcontrol',
  title: 'Open Pixel Control',
  family: 'dmx',
  summary: 'LED strips over the network with Open Pixel Control, as client and as server.',
  options: OPTIONS,
  channels: channelHelp,
  limits: [
    'A slow server gets the newest levels only; what it misses is counted as dropped.',
    'Several clients that send the same strip overwrite each other: the latest message counts.',
    'System exclusive messages are ignored.',
  ],
};

/** Open Pixel Control over TCP. */
export const openpixelcontrolBackend: BackendPlugin = {
  manifest,
  load: () => ({
    channel: (instance, channel) => describeComponent(componentOf(instance, channel)),
    suggest: (text, _options, limit) => suggestComponents(text, limit),
    create: args => new OpcInstance(args, readConfig(args.name, args.options)),
  }),
};
