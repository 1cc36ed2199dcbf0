import './connections.css';
import { type MappingDecl, mappingKey } from '../../../shared/patch/document.ts';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { groupBy } from '../../../shared/group-by.ts';
import { useRefName } from '../../model/names-hooks.ts';
import { reveal } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';

/** The canvas in words: every device with the wires that leave it. It can be read aloud and walked by Tab. */
function Connections() {
  const mappings = useModelState('patch', state => state.document.mappings);
  if (mappings.length === 0)
    return <EmptyNote title={t('connections.none')} text={t('connections.noneText')} />;
  const devices = groupBy(mappings, one => parseChannelRef(one.from)?.instance ?? one.from);
  return (
    <div className="connections" data-testid="connections">
      {[...devices].map(([device, wires]) => (
        <section key={device} aria-label={device}>
          <h2 className="section-title">{device}</h2>
          <ul>
            {wires.map(wire => (
              <ConnectionItem key={mappingKey(wire)} wire={wire} device={device} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export const connectionsPanel: PanelSpec = {
  id: 'connections',
  title: t('connections.title'),
  region: 'left',
  component: Connections,
};

function ConnectionItem({ wire, device }: { readonly wire: MappingDecl; readonly device: string }) {
  const model = useModel();
  const key = mappingKey(wire);
  const selected = useModelState('selection', state => state.wires.has(key));
  const broken = useModelState('problems', state => state.byWire.has(key));
  const channel = wire.from.slice(device.length + 1);
  const [from, to] = [useRefName(wire.from), useRefName(wire.to)];
  const state = wire.off ? t('connections.off') : broken ? t('connections.broken') : '';
  return (
    <li>
      <button
        type="button"
        className={`connection ${selected ? 'selected' : ''} ${broken ? 'broken' : ''}`}
        aria-current={selected}
        aria-label={t(wire.both ? 'connections.both' : 'connections.one', {
          from: from || wire.from,
          to: to || wire.to,
          state,
        })}
        onClick={() => reveal(model.selection, { wires: [key] })}
      >
        <span className="connection-end ellipsis">
          {from !== '' && <span className="connection-name">{from}</span>}
          <span className={`mono ${from === '' ? '' : 'faint'}`}>{channel}</span>
        </span>
        <span className="faint" aria-hidden>
          {wire.both ? '↔' : '→'}
        </span>
        <span className="ellipsis">
          {to !== '' && <span className="connection-name">{to}</span>}
          <span className={`mono ${to === '' ? '' : 'faint'}`}>{wire.to}</span>
        </span>
        {state !== '' && <span className="faint">{state}</span>}
      </button>
    </li>
  );
}
