import type { BackendInstance, InstanceArgs } from '../../../shared/plugin/backend.ts';
import { parseInputChannel } from './channels.ts';

/** An instance on a system without the kernel's event interface: it keeps its place in the patch and says so. */
export function idleInstance(args: InstanceArgs): BackendInstance {
  const detail = 'Input devices are read this way on Linux only; use gamepad or keyboard here';
  args.status({ state: 'unavailable', detail });
  return {
    addChannel: (_local, channel) => void parseInputChannel(args.name, channel),
    removeChannel: () => undefined,
    receive: batch => void (args.counters.dropped += batch.end - batch.start),
    unload: () => undefined,
  };
}
