import { useEffect, useState } from 'react';
import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { t } from '../../messages/translate.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { pluginKey } from '../../model/plugins-store.ts';
import { RemoteCard } from './remote-card.tsx';

const ORDER = ['http', 'oscquery', 'vt'];

/** The views that open a port, each with a card. */
export function RemotePage() {
  const views = useModelState('plugins', state => state.plugins).filter(one => one.listens === true);
  const machine = useMachineAddresses();
  return (
    <>
      <p className="muted">{t('remote.text')}</p>
      {[...views].sort(byOrder).map(view => (
        <RemoteCard key={pluginKey(view)} view={view} machine={machine} />
      ))}
      {views.length === 0 && <p className="faint">{t('remote.none')}</p>}
    </>
  );
}

function byOrder(a: PluginInfo, b: PluginInfo): number {
  const place = ({ name }: PluginInfo) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return place(a) - place(b) || a.title.localeCompare(b.title);
}

/** Addresses of the engine's machine, asked when the page opens: they change with the network. */
function useMachineAddresses(): readonly string[] {
  const { link } = useModel();
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    link.call('host.addresses', {}).then(
      found => gone || setAddresses(found),
      () => undefined,
    );
    return () => void (gone = true);
  }, [link]);
  return addresses;
}
