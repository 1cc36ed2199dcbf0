import { t } from '../../messages/translate.ts';
import { reveal } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { useStatus } from '../../model/use-status.ts';
import { FamilyGlyph } from '../../ui/glyph.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** Every instance of the patch; choosing one leads to it on the canvas. */
export function InstanceList() {
  const instances = useModelState('patch', state => state.document.instances);
  if (instances.length === 0) return null;
  return (
    <section className="palette-section">
      <h2 className="section-title">
        {t('palette.instances')} <span className="faint number">{instances.length}</span>
      </h2>
      <ul aria-label={t('palette.instances')} className="instance-list">
        {instances.map(one => (
          <InstanceItem key={one.name} name={one.name} backend={one.backend} />
        ))}
      </ul>
    </section>
  );
}

function InstanceItem({ name, backend }: { readonly name: string; readonly backend: string }) {
  const model = useModel();
  const family = useModelState('devices', state => state.manifests.get(backend)?.family ?? 'virtual');
  const { status, detail } = useStatus(name, backend);
  const state = detail === '' ? t(`state.${status}`) : detail;
  const rate = useModelState('devices', state => Math.round(state.instances.get(name)?.rate ?? 0));
  const selected = useModelState('selection', state => state.instances.has(name));
  return (
    <li>
      <button
        type="button"
        className={`instance-item ${selected ? 'selected' : ''}`}
        aria-current={selected}
        onClick={() => reveal(model.selection, { instances: [name] })}
      >
        <FamilyGlyph family={family} />
        <span className="grow ellipsis">{name}</span>
        {rate > 0 && <span className="faint number">{t('palette.rate', { n: rate })}</span>}
        <StatusMark status={status} label={state} />
      </button>
    </li>
  );
}
