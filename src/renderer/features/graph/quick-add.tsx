import './quick-add.css';
import { useState } from 'react';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { t } from '../../messages/translate.ts';
import { matches } from '../../model/fuzzy.ts';
import type { Point } from '../../model/graph-edits.ts';
import { placeBackend } from '../../model/patch-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { FamilyGlyph } from '../../ui/glyph.tsx';
import { useFlow } from './use-flow.ts';

/** The box that Tab, a double click or a wire let go in the void opens: type, Enter, and it is on the canvas. */
export function QuickAdd() {
  const at = useModelState('dialogs', state => state.quickAdd);
  return at ? <OpenQuickAdd key={`${at.x},${at.y}`} at={at} /> : null;
}

function OpenQuickAdd({ at }: { readonly at: Point }) {
  const model = useModel();
  const flow = useFlow();
  const [text, setText] = useState('');
  const backends = useModelState('devices', state => state.backends);
  const found = backends.filter(one => matches(text, `${one.title} ${one.name} ${one.summary}`));
  const close = () => {
    model.dialogs.setState({ quickAdd: undefined });
    if (flow.store.getState().pending?.instance === '') flow.store.setState({ pending: undefined });
  };
  const take = async (manifest: BackendManifest) => {
    const { pending } = flow.store.getState();
    model.dialogs.setState({ quickAdd: undefined });
    await placeBackend(model, manifest, at);
    const [instance] = model.selection.getState().instances;
    if (pending?.instance === '' && instance !== undefined) {
      flow.store.setState({ pending: { ...pending, instance } });
    }
  };
  return (
    <div className="quick-add-backdrop" onPointerDown={close}>
      <div
        className="quick-add nokey"
        role="dialog"
        aria-label={t('command.quickAdd')}
        onPointerDown={event => event.stopPropagation()}
      >
        <ChoiceList
          label={t('command.quickAdd')}
          placeholder={t('quickAdd.placeholder')}
          testId="quick-add-input"
          text={text}
          onText={setText}
          items={found}
          keyOf={one => one.name}
          onTake={one => void take(one)}
          onClose={close}
          empty={t('quickAdd.nothing')}
          row={one => (
            <>
              <FamilyGlyph family={one.family} />
              <span>{one.title}</span>
              <span className="grow ellipsis faint">{one.summary}</span>
            </>
          )}
        />
      </div>
    </div>
  );
}
