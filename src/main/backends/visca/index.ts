import type { BackendManifest, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { channelHelp, channelOf, describeChannel, suggestChannels } from './channels.ts';
import { OPTIONS, readConfig } from './config.ts';
import { ViscaInstance } from './instance.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'visca',
  title: 'VISCA cameras',
  family: 'network',
  summary: 'Pan, tilt, zoom, presets and more of a camera, over UDP, TCP or a serial line.',
  options: OPTIONS,
  channels: channelHelp,
  limits: [
    'A camera takes one command at a time: while it is busy, newer positions replace older ones; presets are all kept.',
    'After a reconnect positions, switches and drives are sent again, presets and home are not.',
    'Read back is by asking: movements show at the pace of "poll".',
    'Tested against a simulated camera written from the protocol, not against hardware.',
  ],
};

/** VISCA and VISCA over IP. */
export const viscaBackend: BackendPlugin = {
  manifest,
  load: () => ({
    channel: (instance, channel) => describeChannel(channelOf(instance, channel)),
    suggest: (text, _options, limit) => suggestChannels(text, limit),
    create: args => new ViscaInstance(args, readConfig(args.name, args.options)),
  }),
};
