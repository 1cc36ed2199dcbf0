import { RotateCw, Settings } from 'lucide-react';
import { useId, useState } from 'react';
import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { t } from '../../messages/translate.ts';
import { reloadPlugin, setPluginEnabled } from '../../model/plugins-actions.ts';
import { pluginKey } from '../../model/plugins-store.ts';
import { isFixed } from '../../model/remote-access.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { testId } from '../../ui/test-ids.ts';
import { PluginForm } from './plugin-form.tsx';
import { Switch } from '../../ui/switch.tsx';

/** One plugin: what it is, how it is, its switch, and its settings where it has some. */
export function PluginRow({ plugin }: { readonly plugin: PluginInfo }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { title, name, state, reason, address } = plugin;
  const configurable = plugin.options !== undefined;
  return (
    <li data-testid={testId.plugin(pluginKey(plugin))} data-state={state}>
      <div className="plugin" data-state={state}>
        <span className="grow">
          <span className="plugin-title">
            <strong>{title}</strong> <span className="mono faint">{name}</span>
          </span>
          <PluginOrigin plugin={plugin} />
          {address !== undefined && (
            <span className="plugin-origin mono">{t('plugins.address', { address })}</span>
          )}
          {reason !== '' && state !== 'disabled' && <span className="plugin-reason">{reason}</span>}
        </span>
        <span className={`plugin-state ${state}`}>{t(`plugin.${state}`)}</span>
        {configurable && (
          <IconButton
            label={t('plugins.configure', { title })}
            aria-expanded={open}
            aria-controls={id}
            data-testid={`plugin-settings:${pluginKey(plugin)}`}
            onClick={() => setOpen(!open)}
          >
            <Settings size={14} />
          </IconButton>
        )}
        <RowActions plugin={plugin} />
      </div>
      {open && configurable && (
        <div id={id} className="plugin-form">
          <PluginForm plugin={plugin} />
        </div>
      )}
    </li>
  );
}

function RowActions({ plugin }: { readonly plugin: PluginInfo }) {
  const model = useModel();
  const busy = useModelState('plugins', state => state.busy.has(pluginKey(plugin)));
  const { title, state } = plugin;
  const optional = plugin.optional === true;
  const fixed = isFixed(plugin);
  return (
    <>
      <IconButton
        label={t('plugins.reload', { title })}
        disabled={!optional || busy || state === 'disabled'}
        onClick={() => void reloadPlugin(model, plugin)}
      >
        <RotateCw size={14} />
      </IconButton>
      <Switch
        aria-label={t('plugins.enabled', { title })}
        title={fixed ? t('plugins.fixed') : optional ? '' : t('plugins.essential')}
        data-testid={`plugin-switch:${pluginKey(plugin)}`}
        disabled={!optional || busy || fixed}
        checked={state !== 'disabled'}
        set={on => void setPluginEnabled(model, plugin, on)}
      />
    </>
  );
}

function PluginOrigin({ plugin }: { readonly plugin: PluginInfo }) {
  const { package: origin, version, permissions = [] } = plugin;
  const parts = [
    origin === undefined ? t('plugins.builtIn') : `${origin} ${version ?? ''}`.trim(),
    permissions.length > 0 ? t('plugins.permissions', { list: permissions.join(', ') }) : '',
  ].filter(part => part !== '');
  return <span className="plugin-origin">{parts.join(' · ')}</span>;
}
