import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import type { Model } from './model.ts';
import { pluginKey } from './plugins-store.ts';

/** Switch a plugin on or off; it stays so. */
export function setPluginEnabled(model: Model, { kind, name }: PluginInfo, on: boolean): Promise<void> {
  return whileBusy(model, { kind, name }, () => model.link.call('plugins.setEnabled', { kind, name, on }));
}

export function reloadPlugin(model: Model, { kind, name }: PluginInfo): Promise<void> {
  return whileBusy(model, { kind, name }, () => model.link.call('plugins.reload', { kind, name }));
}

/** Look for packages in the plugin folders again. */
export async function rescanPlugins(model: Model): Promise<void> {
  await model.link.call('plugins.rescan', {}).catch(model.complain);
}

async function whileBusy(
  model: Model,
  plugin: Pick<PluginInfo, 'kind' | 'name'>,
  action: () => Promise<unknown>,
): Promise<void> {
  const key = pluginKey(plugin);
  model.plugins.setState(({ busy }) => ({ busy: new Set(busy).add(key) }));
  try {
    await action();
  } catch (thrown) {
    model.complain(thrown);
  } finally {
    model.plugins.setState(({ busy }) => ({ busy: new Set([...busy].filter(one => one !== key)) }));
  }
}
