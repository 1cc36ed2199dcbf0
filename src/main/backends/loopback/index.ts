import type {
  BackendInstance,
  BackendPlugin,
  ChannelInfo,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { loopbackManifest } from './config.ts';

/** Any name is a channel. */
function channelInfo(name: string): ChannelInfo {
  return { name, label: name, source: true, target: true };
}

/** What goes to a channel comes from the same channel again, in the same order. */
function createLoopback({ emit, status }: InstanceArgs): BackendInstance {
  status({ state: 'ok', detail: '' });
  return {
    addChannel: () => undefined,
    removeChannel: () => undefined,
    receive: ({ locals, values, seqs, start, end }) => {
      for (let i = start; i < end; i++) emit(locals[i] as number, values[i] as number, seqs[i] as number);
    },
    configure: () => true,
    unload: () => undefined,
  };
}

export const loopbackBackend: BackendPlugin = {
  manifest: loopbackManifest,
  load: () => ({
    channel: (_instance, channel) => channelInfo(channel),
    suggest: text => (text === '' ? [] : [channelInfo(text)]),
    create: createLoopback,
  }),
};
