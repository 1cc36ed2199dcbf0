import { midiChannelInfo, requireMidiChannel, suggestMidiChannels } from '../../../shared/midi/channels.ts';
import { templatesOf } from '../../../shared/midi/options.ts';
import type { Backend, BackendPlugin } from '../../../shared/plugin/backend.ts';
import type { Logger } from '../../../shared/plugin/common.ts';
import { readGlobals, rtpmidiManifest } from './config.ts';
import { RtpMidiConnection } from './connection.ts';
import { MdnsDiscovery } from './mdns.ts';

/** The name in invitations of a program that does not announce itself. */
const ANONYMOUS = 'Crosspatch';

/** MIDI over the network: AppleMIDI sessions and direct RTP-MIDI. */
export const rtpmidiBackend: BackendPlugin = {
  manifest: rtpmidiManifest,
  load: args => rtpmidi(args.log),
};

function rtpmidi(log: Logger): Backend {
  return {
    channel: (instance, channel, options) =>
      midiChannelInfo(requireMidiChannel(instance, channel, new Set(templatesOf(options)))),
    suggest: (text, options, limit) => suggestMidiChannels(text, templatesOf(options), limit),
    create: async args => {
      const { mdnsName, mdnsInterface } = readGlobals(args.globals);
      const discovery = new MdnsDiscovery({ name: mdnsName, interface: mdnsInterface }, log);
      const connection = new RtpMidiConnection(args, mdnsName || ANONYMOUS, discovery);
      await connection.open();
      return connection;
    },
  };
}
