import { ArrowDown, ArrowUp, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { ModuleForm } from './module-form.tsx';
import { itemsOf, moveItem, newItem, type StackItem, textOf, withParameter } from './stack-items.ts';

/** The modules of an instance's stack, in the order in which the sound goes through them. */
export function StackList({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  const modules = useModelState('stacks', state => state.modules);
  const items = itemsOf(decl);
  const save = (label: string, next: readonly StackItem[]) =>
    void model.edit(label, [{ op: 'option.set', instance: decl.name, option: 'stack', value: textOf(next) }]);
  return (
    <div className="stack-list">
      {items.length === 0 && <p className="faint">{t('stacks.noModules')}</p>}
      <ol>
        {items.map((item, at) => (
          <StackRow key={`${at} ${item.module}`} items={items} at={at} save={save} />
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
          <option key={one.name} value={one.name} disabled={one.fault !== ''}>
            {one.title}
          </option>
        ))}
      </select>
    </div>
  );
}

interface StackRowProps {
  readonly items: readonly StackItem[];
  readonly at: number;
  save(label: string, next: readonly StackItem[]): void;
}

function StackRow({ items, at, save }: StackRowProps) {
  const [open, setOpen] = useState(true);
  const item = items[at] as StackItem;
  const info = useModelState('stacks', state => state.modules.find(one => one.name === item.module));
  const put = (next: StackItem) => items.map((one, i) => (i === at ? next : one));
  const title = info?.title ?? item.module;
  const off = item.off === true;
  return (
    <li className={off ? 'off' : ''}>
      <div className="stack-row">
        <button type="button" className="stack-title" aria-expanded={open} onClick={() => setOpen(!open)}>
          {title}
        </button>
        <IconButton
          label={t('stacks.bypass')}
          on={off}
          onClick={() => save(t('stacks.bypass'), put(withParameter(item, 'off', off ? undefined : true)))}
        >
          <Power size={14} />
        </IconButton>
        <IconButton
          label={t('stacks.up')}
          disabled={at === 0}
          onClick={() => save(t('stacks.up'), moveItem(items, at, at - 1))}
        >
          <ArrowUp size={14} />
        </IconButton>
        <IconButton
          label={t('stacks.down')}
          disabled={at === items.length - 1}
          onClick={() => save(t('stacks.down'), moveItem(items, at, at + 1))}
        >
          <ArrowDown size={14} />
        </IconButton>
        <IconButton
          label={t('stacks.remove')}
          onClick={() =>
            save(
              t('stacks.remove'),
              items.filter((_, i) => i !== at),
            )
          }
        >
          <Trash2 size={14} />
        </IconButton>
      </div>
      {open && info && (
        <ModuleForm
          info={info}
          item={item}
          set={(name, value) => save(`${title}: ${name}`, put(withParameter(item, name, value)))}
        />
      )}
      {!info && <p className="field-error">{t('stacks.unknown', { module: item.module })}</p>}
    </li>
  );
}
