import { useState } from 'react';
import { instanceNameFault } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { select } from '../../model/selection-store.ts';
import { useModel } from '../../model/use-model.ts';

interface RenameFieldProps {
  readonly name: string;
  onDone(): void;
}

/** The name of a node, being typed. Enter or leaving the field takes it, Escape does not. */
export function RenameField({ name, onDone }: RenameFieldProps) {
  const model = useModel();
  const [text, setText] = useState(name);
  const fault = text === name ? undefined : instanceNameFault(text);
  const take = () => {
    onDone();
    if (text === name || fault !== undefined) return;
    const label = t('edit.rename', { name, to: text });
    void model.edit(label, [{ op: 'instance.rename', name, to: text }]).then(done => {
      if (done) select(model.selection, { instances: [text] });
    });
  };
  return (
    <input
      className={`rename nodrag ${fault === undefined ? '' : 'bad'}`}
      aria-label={t('inspector.name')}
      title={fault}
      value={text}
      autoFocus
      onFocus={event => event.currentTarget.select()}
      onChange={event => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}
