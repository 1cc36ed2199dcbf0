import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import type { BackendFamily, InstanceState } from '../../../shared/plugin/backend.ts';
import { t } from '../../messages/translate.ts';
import { channelNames } from '../../model/channel-resolver.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { FamilyGlyph } from '../../ui/glyph.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Lamp } from './live-cells.tsx';
import { RenameField } from './rename-field.tsx';
import { useFlow, useFlowState } from './use-flow.ts';

interface NodeHeaderProps {
  readonly view: InstanceView;
  readonly family: BackendFamily;
  readonly status: InstanceState;
  readonly detail: string;
}

export const NodeHeader = memo(function NodeHeader({ view, family, status, detail }: NodeHeaderProps) {
  const flow = useFlow();
  const { name, backend } = view.decl;
  const renaming = useFlowState(state => state.renaming === name);
  const title = useModelState('devices', state => state.manifests.get(backend)?.title ?? backend);
  return (
    <header className="node-head">
      <div className="node-title">
        <FamilyGlyph family={family} />
        {renaming ? (
          <RenameField name={name} onDone={() => flow.store.setState({ renaming: undefined })} />
        ) : (
          <strong
            className="grow ellipsis"
            onDoubleClick={event => {
              event.stopPropagation();
              flow.store.setState({ renaming: name });
            }}
          >
            {name}
          </strong>
        )}
        <ProblemBadge name={name} />
        <Lamps view={view} />
        <StatusMark status={status} label={detail === '' ? t(`state.${status}`) : detail} />
      </div>
      <div className="node-sub ellipsis" title={detail}>
        {detail === '' ? subtitle(title, view) : detail}
      </div>
    </header>
  );
});

/** The backend, and what tells this instance from another one of it. */
function subtitle(title: string, { decl }: InstanceView): string {
  const shown = ['bind', 'destination', 'device', 'port', 'read', 'write', 'universe', 'host', 'module'];
  const option = shown.find(one => Object.hasOwn(decl.options, one));
  return option === undefined ? title : `${title} · ${option} ${String(decl.options[option])}`;
}

function Lamps({ view }: { readonly view: InstanceView }) {
  const { resolver } = useModel();
  const indexOf = useModelState('devices', state => state.indexOf);
  const known = useStore(resolver.store, state => state.known);
  const [incoming, outgoing] = useMemo(() => {
    const indexes = (specs: readonly string[]) =>
      specs
        .flatMap(spec => channelNames(spec, known.get(resolver.key(view.decl, spec))))
        .map(name => indexOf.get(`${view.decl.name}.${name}`) ?? -1);
    return [
      indexes(view.rows.filter(row => row.source || !row.target).map(row => row.spec)),
      indexes(view.rows.filter(row => row.target).map(row => row.spec)),
    ];
  }, [resolver, known, view, indexOf]);
  return (
    <span className="lamps">
      <Lamp indexes={incoming} title={t('node.in')} />
      <Lamp indexes={outgoing} title={t('node.out')} />
    </span>
  );
}

function ProblemBadge({ name }: { readonly name: string }) {
  const problems = useModelState('problems', state => state.byInstance.get(name));
  if (!problems) return null;
  const severity = problems.some(one => one.severity === 'error') ? 'error' : 'warning';
  return (
    <span className={`badge ${severity}`} title={problems.map(one => one.message).join('\n')}>
      {problems.length}
    </span>
  );
}
