import type { ServicePlugin } from '../../../shared/plugin/service.ts';
import { Devices } from './devices.ts';
import type { DevicesDeps } from './engine-port.ts';

/** Windows hear of changed instances this often at most. */
const STATUS_EVERY = 250;
const DETECTED_EVERY = 100;

/** Backends, running instances and their channels, learn and detect. */
export function createDevicesService(deps: DevicesDeps): ServicePlugin {
  const stops: (() => void)[] = [];
  return {
    manifest: { kind: 'service', name: 'devices', title: 'Devices' },
    load({ bus, clock }) {
      const devices = new Devices(deps, bus, clock);
      stops.push(
        deps.engine.listen(devices),
        clock.every(STATUS_EVERY, () => devices.sendInstances()),
        clock.every(DETECTED_EVERY, () => devices.sendDetected()),
      );
      return async (request, call) => devices.answer(request, call);
    },
    unload() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
