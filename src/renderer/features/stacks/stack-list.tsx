import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { addChannels } from '../../model/graph-edits.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { itemsOf, newItem, type StackItem, textOf } from './stack-items.ts';
import { StackRow } from './stack-row.tsx';

/** The modules of an instance's stack, in the order in which the sound goes through them. */
export function StackList({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  const modules = useModelState('stacks', state => state.modules);
  const items = itemsOf(decl);
  const save = (label: string, next: readonly StackItem[]) =>
    void model.edit(label, [{ op: 'option.set', instance: decl.name, option: 'stack', value: textOf(next) }]);
  const knobs = {
    hasKnob: (channel: string) => decl.channels.includes(channel),
    addKnob: (channel: string) =>
      void model.edit(t('stacks.knobEdit', { knob: channel }), addChannels(decl, [channel])),
  };
  return (
    <div className="stack-list">
      {items.length === 0 && <p className="faint">{t('stacks.noModules')}</p>}
      <ol>
        {items.map((item, at) => (
          <StackRow key={`${at} ${item.module}`} items={items} at={at} save={save} {...knobs} />
        ))}
      </ol>
      <select
        className="input"
        data-testid="stack-add"
        aria-label={t('stacks.add')}
        value=""
        onChange={event => {
          const info = modules.find(one => one.name === event.target.value);
          if (info) save(t('stacks.addEdit', { module: info.title }), [...items, newItem(info)]);
        }}
      >
        <option value="">{t('stacks.add')}</option>
        {modules.map(one => (
          <option
            key={one.name}
            value={one.name}
            disabled={one.fault !== ''}
            title={one.fault || one.summary}
          >
            {one.title}
          </option>
        ))}
      </select>
    </div>
  );
}
