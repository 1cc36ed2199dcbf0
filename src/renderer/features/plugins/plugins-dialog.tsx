import './plugins-dialog.css';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { t } from '../../messages/translate.ts';
import { groupBy } from '../../../shared/group-by.ts';
import { matches } from '../../model/fuzzy.ts';
import { rescanPlugins } from '../../model/plugins-actions.ts';
import { pluginKey } from '../../model/plugins-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PluginRow } from './plugin-row.tsx';

/** Every plugin with its state; those that are not essential can be switched off and loaded again. */
export function PluginsDialog() {
  const open = useModelState('dialogs', state => state.plugins);
  return open ? <OpenPlugins /> : null;
}

function OpenPlugins() {
  const model = useModel();
  const [text, setText] = useState('');
  const plugins = useModelState('plugins', state => state.plugins);
  const found = plugins.filter(one =>
    matches(text, `${one.title} ${one.name} ${one.kind} ${one.package ?? ''} ${one.state}`),
  );
  const close = () => model.dialogs.setState({ plugins: false });
  return (
    <Dialog label={t('plugins.title')} className="plugins-dialog" testId="plugins" onClose={close}>
      <header>
        <h2>{t('plugins.title')}</h2>
        <p className="muted">{t('plugins.text')}</p>
        <div className="plugins-bar">
          <input
            className="input grow"
            type="search"
            aria-label={t('plugins.filter')}
            placeholder={t('plugins.filter')}
            data-testid="plugins-filter"
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Button onClick={() => void rescanPlugins(model)}>
            <RefreshCw size={13} /> {t('plugins.rescan')}
          </Button>
        </div>
      </header>
      <div className="plugins-list">
        {[...groupBy(found, kindOf)].sort(byKind).map(([kind, list]) => (
          <section key={kind}>
            <h3 className="section-title">
              {t(`plugin.kind.${kind}`)} <span className="faint number">{list.length}</span>
            </h3>
            <ul>
              {[...list].sort(byState).map(one => (
                <PluginRow key={pluginKey(one)} plugin={one} />
              ))}
            </ul>
          </section>
        ))}
        {found.length === 0 && <p className="faint plugins-none">{t('plugins.none')}</p>}
      </div>
      <footer className="dialog-actions">
        <Counts plugins={plugins} />
        <Button onClick={close}>{t('plugins.close')}</Button>
      </footer>
    </Dialog>
  );
}

const KINDS = ['source', 'backend', 'service', 'view'] as const;
type Kind = (typeof KINDS)[number] | 'other';

function kindOf({ kind }: PluginInfo): Kind {
  return KINDS.find(one => one === kind) ?? 'other';
}

function byKind([a]: readonly [Kind, unknown], b: readonly [Kind, unknown]): number {
  const place = (kind: Kind) => (kind === 'other' ? KINDS.length : KINDS.indexOf(kind));
  return place(a) - place(b[0]);
}

/** What failed first, then by name. */
function byState(a: PluginInfo, b: PluginInfo): number {
  return Number(b.state === 'failed') - Number(a.state === 'failed') || a.title.localeCompare(b.title);
}

function Counts({ plugins }: { readonly plugins: readonly PluginInfo[] }) {
  const of = (state: PluginInfo['state']) => plugins.filter(one => one.state === state).length;
  return (
    <span className="faint grow">
      {t('plugins.counts', { loaded: of('loaded'), off: of('disabled'), failed: of('failed') })}
    </span>
  );
}
