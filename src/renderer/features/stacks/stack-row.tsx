import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { ModuleForm } from './module-form.tsx';
import { knobName, moveItem, type StackItem, withParameter } from './stack-items.ts';

interface StackRowProps {
  readonly items: readonly StackItem[];
  readonly at: number;
  save(label: string, next: readonly StackItem[]): void;
  hasKnob(channel: string): boolean;
  addKnob(channel: string): void;
}

/** One module of a stack: its title, what can be done with it, and its parameters. */
export function StackRow({ items, at, save, hasKnob, addKnob }: StackRowProps) {
  const [open, setOpen] = useState(true);
  const item = items[at] as StackItem;
  const info = useModelState('stacks', state => state.modules.find(one => one.name === item.module));
  const put = (next: StackItem) => items.map((one, i) => (i === at ? next : one));
  const title = info?.title ?? item.module;
  return (
    <li className={item.off === true ? 'off' : ''} data-testid={`module:${item.module}`}>
      <div className="stack-row">
        <button
          type="button"
          className="stack-title"
          aria-expanded={open}
          title={info?.summary}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
          <span className="ellipsis">{title}</span>
        </button>
        <RowActions items={items} at={at} save={save} />
      </div>
      {open && info && info.parameters.length > 0 && (
        <ModuleForm
          info={info}
          item={item}
          set={(name, value) => save(`${title}: ${name}`, put(withParameter(item, name, value)))}
          knobOf={spec => knobName(items, at, spec)}
          hasKnob={hasKnob}
          addKnob={addKnob}
        />
      )}
      {!info && <p className="field-error">{t('stacks.unknown', { module: item.module })}</p>}
    </li>
  );
}

function RowActions({ items, at, save }: Pick<StackRowProps, 'items' | 'at' | 'save'>) {
  const item = items[at] as StackItem;
  const off = item.off === true;
  const bypassed = withParameter(item, 'off', off ? undefined : true);
  const without = items.filter((_, i) => i !== at);
  const act = (label: string, next: readonly StackItem[]) => ({ label, onClick: () => save(label, next) });
  return (
    <>
      <IconButton
        {...act(
          t('stacks.bypass'),
          items.map((one, i) => (i === at ? bypassed : one)),
        )}
        on={off}
      >
        <Power size={14} />
      </IconButton>
      <IconButton {...act(t('stacks.up'), moveItem(items, at, at - 1))} disabled={at === 0}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton {...act(t('stacks.down'), moveItem(items, at, at + 1))} disabled={at === items.length - 1}>
        <ArrowDown size={14} />
      </IconButton>
      <IconButton {...act(t('stacks.remove'), without)}>
        <Trash2 size={14} />
      </IconButton>
    </>
  );
}
