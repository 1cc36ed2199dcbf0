import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { describeChannel, parseChannel, suggestChannels } from './channels.ts';
import { panelManifest, titleOf } from './config.ts';
import { Panel } from './panel.ts';

export const panelBackend: BackendPlugin = {
  manifest: panelManifest,
  load: () => ({
    channel: (instance, channel) => describeChannel(parseChannel(instance, channel)),
    title: titleOf,
    suggest: (text, _options, limit) => suggestChannels(text, limit),
    create: args => new Panel(args),
  }),
};
