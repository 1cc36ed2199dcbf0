import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { messageOf } from '../../shared/error/coded-error.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { t } from '../messages/translate.ts';
import { askFile } from './dialogs-store.ts';
import type { Model } from './model.ts';
import { pluginKey } from './plugins-store.ts';
import { usualPort, wantsPort } from './remote-access.ts';

type PluginKey = Pick<PluginInfo, 'kind' | 'name'>;

/** Switch a plugin on or off; it stays so. A view that has no port yet listens at its usual one, for this computer only. */
export async function setPluginEnabled(model: Model, plugin: PluginInfo, on: boolean): Promise<void> {
  const { kind, name } = plugin;
  await whileBusy(model, plugin, async () => {
    if (on && wantsPort(plugin)) {
      const config = { ...plugin.config, port: Number(usualPort(plugin)) };
      await model.link.call('plugins.configure', { kind, name, config });
      if (currentPlugin(model, plugin)?.state !== 'disabled') return;
    }
    await model.link.call('plugins.setEnabled', { kind, name, on });
  }).catch(model.complain);
}

/** Answers what is wrong with the configuration; empty when it was taken. */
export async function configurePlugin(
  model: Model,
  plugin: PluginKey,
  config: NonNullable<PluginInfo['config']>,
): Promise<string> {
  const { kind, name } = plugin;
  try {
    await whileBusy(model, plugin, () => model.link.call('plugins.configure', { kind, name, config }));
    return '';
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Forget what was set. */
export function resetPlugin(model: Model, { kind, name }: PluginKey): Promise<void> {
  const reset = () => model.link.call('plugins.resetConfig', { kind, name });
  return whileBusy(model, { kind, name }, reset).catch(model.complain);
}

/** A plugin as it is now. */
export function currentPlugin(model: Model, { kind, name }: PluginKey): PluginInfo | undefined {
  return model.plugins.getState().plugins.find(one => one.kind === kind && one.name === name);
}

/** Let the user choose the folder that an option wants. */
export function browseOption(model: Model, { label }: OptionSpec): Promise<string | undefined> {
  return askFile(model.dialogs, 'open', '', { title: label, extensions: [], folder: t('form.takeFolder') });
}

export function reloadPlugin(model: Model, { kind, name }: PluginInfo): Promise<void> {
  const reload = () => model.link.call('plugins.reload', { kind, name });
  return whileBusy(model, { kind, name }, reload).catch(model.complain);
}

/** Look for packages in the plugin folders again. */
export async function rescanPlugins(model: Model): Promise<void> {
  await model.link.call('plugins.rescan', {}).catch(model.complain);
}

async function whileBusy(model: Model, plugin: PluginKey, action: () => Promise<unknown>): Promise<void> {
  const key = pluginKey(plugin);
  model.plugins.setState(({ busy }) => ({ busy: new Set(busy).add(key) }));
  try {
    await action();
  } finally {
    model.plugins.setState(({ busy }) => ({ busy: new Set([...busy].filter(one => one !== key)) }));
  }
}
