import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { formWords } from '../../messages/form-words.ts';
import { browseOption, configurePlugin, resetPlugin } from '../../model/plugins-actions.ts';
import { pluginKey } from '../../model/plugins-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { OptionsForm } from '../../ui/options-form.tsx';

/** The settings of one plugin, in place. */
export function PluginForm({ plugin }: { readonly plugin: PluginInfo }) {
  const model = useModel();
  const busy = useModelState('plugins', state => state.busy.has(pluginKey(plugin)));
  return (
    <OptionsForm
      words={formWords()}
      specs={plugin.options ?? []}
      config={plugin.config ?? {}}
      secrets={plugin.secrets ?? []}
      fixed={plugin.fixed ?? {}}
      free={plugin.free === true}
      busy={busy}
      onSave={config => configurePlugin(model, plugin, config)}
      onReset={() => void resetPlugin(model, plugin)}
      onBrowse={spec => browseOption(model, spec)}
    />
  );
}
