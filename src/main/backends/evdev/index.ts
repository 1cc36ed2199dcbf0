import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { inputChannelInfo, parseInputChannel, suggestInputChannels } from './channels.ts';
import { evdevManifest } from './config.ts';
import { EvdevConnection } from './connection.ts';
import { type InputSystem, linuxInput } from './system.ts';
import { idleInstance } from './idle.ts';

/** Input devices of any system: Linux', or one for tests; undefined where there is none. */
export function evdevBackendWith(system: InputSystem | undefined): BackendPlugin {
  return {
    manifest: evdevManifest,
    load: () => ({
      channel: (instance, channel) => inputChannelInfo(parseInputChannel(instance, channel)),
      suggest: (text, _options, limit) => suggestInputChannels(text, limit),
      create: async args => {
        if (!system) return idleInstance(args);
        const connection = new EvdevConnection(args, system);
        await connection.open();
        return connection;
      },
    }),
  };
}

/** Keyboards, mice and joysticks through the kernel's event interface. */
export const evdevBackend: BackendPlugin = evdevBackendWith(
  process.platform === 'linux' ? linuxInput : undefined,
);
