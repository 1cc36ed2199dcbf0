import type { Options } from '../../../shared/patch/options.ts';
import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { describeChannel, parseChannel, suggestChannels } from './channels.ts';
import { oscManifest, readConfig } from './config.ts';
import { openUdp, resolveHost } from './connection.ts';
import type { Formats } from './format.ts';
import { OscInstance } from './instance.ts';

/** The same options are asked about channel by channel; a document never changes them in place. */
const known = new WeakMap<Options, Formats>();

function formatsOf(instance: string, options: Options): Formats {
  const formats = known.get(options) ?? readConfig(instance, options).formats;
  known.set(options, formats);
  return formats;
}

export const oscBackend: BackendPlugin = {
  manifest: oscManifest,
  load: () => ({
    channel: (instance, channel, options) =>
      describeChannel(parseChannel(instance, channel), formatsOf(instance, options)),
    suggest: suggestChannels,
    create: async args => {
      const instance = new OscInstance(args, { open: openUdp, resolve: resolveHost });
      await instance.open();
      return instance;
    },
  }),
};
