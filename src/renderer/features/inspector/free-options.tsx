import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { FreeOptionSpec, OptionSpec } from '../../../shared/plugin/option.ts';
import { t } from '../../messages/translate.ts';
import { useModel } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { writeValue } from '../../ui/option-value.ts';
import { testId } from '../../ui/test-ids.ts';
import { useOptionFault } from './use-option-fault.ts';
import { useDraft } from '../../ui/use-draft.ts';

interface FreeOptionsProps {
  readonly decl: InstanceDecl;
  readonly free: FreeOptionSpec;
  /** The named options: they are not free ones. */
  readonly options: readonly OptionSpec[];
}

/** Options whose names the user makes up, such as the patterns of OSC: a list of name and value. */
export function FreeOptions({ decl, free, options }: FreeOptionsProps) {
  const model = useModel();
  const named = new Set(options.flatMap(one => [one.name, ...(one.aliases ?? [])]));
  const own = Object.entries(decl.options).filter(([name]) => !named.has(name));
  const set = (option: string, value: string | undefined) => {
    const change = value === undefined ? {} : { value };
    const label = t('edit.option', { option: `${decl.name} ${option}` });
    void model.edit(label, [{ op: 'option.set', instance: decl.name, option, ...change }]);
  };
  return (
    <section className="free-options" aria-label={free.label}>
      <h3 className="setup-label">{free.label}</h3>
      {own.map(([name, value]) => (
        <FreeOption
          key={name}
          instance={decl.name}
          name={name}
          value={writeValue(value)}
          set={next => set(name, next)}
        />
      ))}
      <NewOption free={free} onAdd={set} />
      <p className="field-help">{free.help}</p>
    </section>
  );
}

function FreeOption({
  instance,
  name,
  value,
  set,
}: {
  readonly instance: string;
  readonly name: string;
  readonly value: string;
  set(value: string | undefined): void;
}) {
  const { text, change, flush } = useDraft(value, next => set(next));
  const fault = useOptionFault(instance, name);
  return (
    <div className="free-option">
      <span className="mono ellipsis" title={name}>
        {name}
      </span>
      <input
        className="input mono"
        aria-label={name}
        data-option={name}
        spellCheck={false}
        value={text}
        onBlur={flush}
        onChange={event => change(event.currentTarget.value)}
      />
      <IconButton label={t('inspector.removeOption', { name })} onClick={() => set(undefined)}>
        <X size={13} />
      </IconButton>
      {fault !== '' && (
        <p className="field-error" role="alert" data-testid={testId.fieldError(name)}>
          {fault}
        </p>
      )}
    </div>
  );
}

function NewOption({ free, onAdd }: NewOptionProps) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const good = new RegExp(free.pattern).test(name.trim()) && value.trim() !== '';
  const add = () => {
    if (!good) return;
    onAdd(name.trim(), value.trim());
    setName('');
    setValue('');
  };
  return (
    <form
      className="free-option"
      onSubmit={event => {
        event.preventDefault();
        add();
      }}
    >
      <input
        className="input mono"
        aria-label={t('inspector.optionName')}
        placeholder={t('inspector.optionName')}
        data-testid="free-option-name"
        spellCheck={false}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <input
        className="input mono"
        aria-label={t('inspector.optionValue')}
        placeholder={free.placeholder ?? t('inspector.optionValue')}
        data-testid="free-option-value"
        spellCheck={false}
        value={value}
        onChange={event => setValue(event.currentTarget.value)}
      />
      <IconButton
        label={t('inspector.addOption')}
        type="submit"
        disabled={!good}
        data-testid="free-option-add"
      >
        <Plus size={14} />
      </IconButton>
    </form>
  );
}

interface NewOptionProps {
  readonly free: FreeOptionSpec;
  onAdd(name: string, value: string): void;
}
