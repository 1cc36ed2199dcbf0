import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { instanceNameFault } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { select } from '../../model/selection-store.ts';
import { useModel } from '../../model/use-model.ts';
import { Field } from '../../ui/field.tsx';
import { testId } from '../../ui/test-ids.ts';

/** Renames on Enter or when the field is left: a name half typed would rewrite every wire. */
export function NameField({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  const { name } = decl;
  const [text, setText] = useState(name);
  const fault = text === name ? '' : faultOf(text, model.patch.getState().document.instances);
  const take = async () => {
    if (text === name || fault !== '') return;
    const label = t('edit.rename', { name, to: text });
    if (await model.edit(label, [{ op: 'instance.rename', name, to: text }])) {
      select(model.selection, { instances: [text] });
    } else setText(name);
  };
  return (
    <Field label={t('inspector.name')} error={fault} errorTestId={testId.fieldError('name')}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          className="input"
          data-testid={testId.field('name')}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onBlur={() => void take()}
          onKeyDown={event => {
            if (event.key === 'Enter') void take();
            if (event.key === 'Escape') setText(name);
          }}
        />
      )}
    </Field>
  );
}

function faultOf(text: string, instances: readonly InstanceDecl[]): string {
  const reason = instanceNameFault(text);
  if (reason !== undefined) return t('inspector.badName', { reason });
  return instances.some(one => one.name === text) ? t('inspector.takenName') : '';
}
