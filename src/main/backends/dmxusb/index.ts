import { slotChannel, slotInfo, suggestSlots } from '../../../shared/dmx/slots.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { dmxusbManifest, readConfig } from './config.ts';
import { DmxUsbConnection } from './connection.ts';
import type { LoadSerial } from './driver.ts';
import { loadNativeSerial } from './native-driver.ts';

/** DMX over any serial driver: the system's, or one for tests. */
export function dmxusbBackendWith(load: LoadSerial): BackendPlugin {
  const isInput = (options: Options) => options['mode'] === 'input';
  return {
    manifest: dmxusbManifest,
    load: () => ({
      channel: (instance, channel, options) =>
        slotInfo(slotChannel(instance, channel), isInput(options), !isInput(options)),
      suggest: (text, options, limit) => suggestSlots(text, limit, isInput(options), !isInput(options)),
      create: args => {
        const config = readConfig(args.name, args.options, problem => args.problems.report(problem));
        return new DmxUsbConnection(args, config, load);
      },
    }),
  };
}

/** ENTTEC DMX USB Pro and compatible widgets. The native library is loaded when the first instance is made. */
export const dmxusbBackend: BackendPlugin = dmxusbBackendWith(loadNativeSerial);
