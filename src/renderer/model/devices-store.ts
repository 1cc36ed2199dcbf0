import { createStore } from 'zustand/vanilla';
import type { LiveChannel, LiveInstance } from '../../shared/contract/calls/devices.ts';
import type { BackendManifest } from '../../shared/plugin/backend.ts';
import type { Link } from '../link/link.ts';
import type { LiveValues } from './live-values.ts';

export interface DevicesModel {
  readonly backends: readonly BackendManifest[];
  readonly manifests: ReadonlyMap<string, BackendManifest>;
  readonly instances: ReadonlyMap<string, LiveInstance>;
  readonly channels: readonly LiveChannel[];
  /** Place in value frames by `instance.channel`, canonical spelling. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly channelAt: ReadonlyMap<number, LiveChannel>;
}

const NOTHING: DevicesModel = {
  backends: [],
  manifests: new Map(),
  instances: new Map(),
  channels: [],
  indexOf: new Map(),
  channelAt: new Map(),
};

export type DevicesStore = ReturnType<typeof createDevicesStore>;

/** What runs in the engine: backends, instances with their state, channels with their places in value frames. */
export function createDevicesStore(link: Link, live: LiveValues) {
  const store = createStore<DevicesModel>(() => NOTHING);
  const takeInstances = (list: readonly LiveInstance[]) =>
    store.setState(state => ({ instances: keepUnchanged(state.instances, list) }));
  const takeChannels = (channels: readonly LiveChannel[]) =>
    store.setState({
      channels,
      indexOf: new Map(channels.map(one => [`${one.instance}.${one.channel}`, one.index])),
      channelAt: new Map(channels.map(one => [one.index, one])),
    });
  const load = async () => {
    live.clear();
    const backends = await link.call('devices.backends', {});
    store.setState({ backends, manifests: new Map(backends.map(one => [one.name, one])) });
    takeInstances(await link.call('devices.instances', {}));
    takeChannels(await link.call('devices.channels', {}));
    for (const [index, value] of await link.call('devices.values', {})) live.set(index, value);
  };
  link.onOpen(() => void load().catch(() => undefined));
  link.on('devices.instancesChanged', takeInstances);
  link.on('devices.channelsChanged', takeChannels);
  return store;
}

/** The new list as a map; an instance that is as it was keeps its object, so that nothing is drawn again for it. */
function keepUnchanged(
  before: ReadonlyMap<string, LiveInstance>,
  list: readonly LiveInstance[],
): ReadonlyMap<string, LiveInstance> {
  return new Map(
    list.map(one => {
      const known = before.get(one.name);
      return [one.name, known && JSON.stringify(known) === JSON.stringify(one) ? known : one];
    }),
  );
}
