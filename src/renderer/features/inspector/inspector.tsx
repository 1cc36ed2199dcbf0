import './inspector.css';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { InstanceSetup } from './instance-setup.tsx';
import { WireSetup } from './wire-setup.tsx';

/** Everything about what is selected. */
export function Inspector() {
  const instances = useModelState('selection', state => state.instances);
  const wires = useModelState('selection', state => state.wires);
  const [name] = instances;
  const [wire] = wires;
  const decl = useModelState('patch', state => state.document.instances.find(one => one.name === name));
  return (
    <aside className="inspector" aria-label={t('inspector.title')} data-testid="inspector">
      {content(decl, instances.size, wires.size, wire)}
    </aside>
  );
}

function content(decl: InstanceDecl | undefined, instances: number, wires: number, wire: string | undefined) {
  if (instances === 1 && decl && wires === 0) return <InstanceSetup key={decl.name} decl={decl} />;
  if (instances === 0 && wires === 1 && wire !== undefined) return <WireSetup key={wire} wire={wire} />;
  if (instances + wires > 1) {
    return (
      <EmptyNote
        title={t('inspector.many', { n: instances + wires })}
        text={t('inspector.manyText', { instances, wires })}
      />
    );
  }
  return <EmptyNote title={t('inspector.none')} text={t('inspector.noneText')} />;
}
