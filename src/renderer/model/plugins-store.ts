import { createStore } from 'zustand/vanilla';
import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import type { Link } from '../link/link.ts';

export interface PluginsModel {
  readonly plugins: readonly PluginInfo[];
  /** `kind:name` of those that are being switched or loaded. */
  readonly busy: ReadonlySet<string>;
}

export type PluginsStore = ReturnType<typeof createPluginsStore>;

/** Every plugin that the kernel knows, with its state. */
export function createPluginsStore(link: Link) {
  const store = createStore<PluginsModel>(() => ({ plugins: [], busy: new Set() }));
  const take = (plugins: readonly PluginInfo[]) => store.setState({ plugins });
  link.onOpen(
    () =>
      void link
        .call('plugins.list', {})
        .catch(() => link.call('devices.plugins', {}))
        .then(take, () => undefined),
  );
  link.on('plugins.changed', take);
  return store;
}

export function pluginKey({ kind, name }: Pick<PluginInfo, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}
