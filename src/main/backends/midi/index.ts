import { midiChannelInfo, requireMidiChannel, suggestMidiChannels } from '../../../shared/midi/channels.ts';
import { templatesOf } from '../../../shared/midi/options.ts';
import type { Backend, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { midiManifest } from './config.ts';
import { MidiConnection, type Neighbours } from './connection.ts';
import type { LoadDriver } from './driver.ts';
import { loadNativeDriver } from './native-driver.ts';
import { PortWatcher } from './port-watcher.ts';

/** MIDI over any driver: the system's, or one for tests. */
export function midiBackendWith(load: LoadDriver): BackendPlugin {
  return {
    manifest: midiManifest,
    load: args => midiOver(new PortWatcher(args.clock, load)),
  };
}

/** MIDI ports of this computer. The native library is loaded when the first instance is made. */
export const midiBackend: BackendPlugin = midiBackendWith(loadNativeDriver);

function midiOver(watcher: PortWatcher): Backend {
  const neighbours: Neighbours = new Map();
  return {
    channel: (instance, channel, options) =>
      midiChannelInfo(requireMidiChannel(instance, channel, new Set(templatesOf(options)))),
    suggest: (text, options, limit) => suggestMidiChannels(text, templatesOf(options), limit),
    create: args => new MidiConnection(args, watcher, neighbours),
  };
}
