import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { maChannelInfo, parseMaChannel, suggestMaChannels } from './channels.ts';
import { commandsOf, mawebManifest } from './config.ts';
import { MawebConnection } from './connection.ts';

/** The web remote of grandMA2 and dot2 consoles. */
export const mawebBackend: BackendPlugin = {
  manifest: mawebManifest,
  load: () => ({
    channel: (instance, channel, options) =>
      maChannelInfo(parseMaChannel(instance, channel, commandsOf(options))),
    suggest: (text, options, limit) => suggestMaChannels(text, commandsOf(options), limit),
    create: args => new MawebConnection(args),
  }),
};
