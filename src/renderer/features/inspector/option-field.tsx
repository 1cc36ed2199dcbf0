import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { OptionValue } from '../../../shared/patch/options.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { t } from '../../messages/translate.ts';
import { useModel } from '../../model/use-model.ts';
import { Field } from '../../ui/field.tsx';
import { testId } from '../../ui/test-ids.ts';
import { useOptionFault } from './use-option-fault.ts';
import { useDraft } from './use-draft.ts';
import { valueOf, writeValue } from './option-value.ts';

interface OptionFieldProps {
  readonly decl: InstanceDecl;
  readonly spec: OptionSpec;
}

/** One option: the control that suits its kind, its help, and what the engine finds wrong with it. */
export function OptionField({ decl, spec }: OptionFieldProps) {
  const set = useSetOption(decl, spec.name);
  const error = useOptionFault(decl.name, spec.name);
  const written = writtenName(decl, spec);
  const saved = decl.options[written];
  const unit = spec.unit === undefined ? '' : ` (${spec.unit})`;
  return (
    <Field
      label={spec.label + (spec.kind === 'boolean' ? '' : unit)}
      help={spec.help}
      error={error}
      errorTestId={testId.fieldError(spec.name)}
      inline={spec.kind === 'boolean' && spec.repeat !== true}
    >
      {({ id, describedBy }) => (
        <Control
          spec={spec}
          saved={saved}
          set={value => set(written, value)}
          attributes={{
            id,
            'aria-describedby': describedBy,
            'data-testid': testId.field(spec.name),
            'data-option': spec.name,
          }}
        />
      )}
    </Field>
  );
}

/** A file may use another name of the option; it keeps it. */
function writtenName(decl: InstanceDecl, spec: OptionSpec): string {
  return [spec.name, ...(spec.aliases ?? [])].find(name => Object.hasOwn(decl.options, name)) ?? spec.name;
}

function useSetOption(decl: InstanceDecl, label: string) {
  const model = useModel();
  return (option: string, value: OptionValue | undefined) => {
    const before = decl.options[option];
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    const words = t('edit.option', { option: `${decl.name} ${label}` });
    const change = value === undefined ? {} : { value };
    void model.edit(words, [{ op: 'option.set', instance: decl.name, option, ...change }]);
  };
}

interface ControlProps {
  readonly spec: OptionSpec;
  readonly saved: OptionValue | undefined;
  set(value: OptionValue | undefined): void;
  readonly attributes: Readonly<Record<string, string>>;
}

function Control({ spec, saved, set, attributes }: ControlProps) {
  if (spec.repeat === true)
    return <TextControl spec={spec} saved={saved} set={set} attributes={attributes} />;
  if (spec.kind === 'boolean') {
    const on = /^(1|true|on|yes)$/i.test(String(saved ?? spec.default ?? false));
    return (
      <input
        {...attributes}
        type="checkbox"
        role="switch"
        className="switch"
        checked={on}
        onChange={event => set(event.currentTarget.checked)}
      />
    );
  }
  if (spec.kind === 'choice') {
    return (
      <select
        {...attributes}
        className="input"
        value={String(saved ?? spec.default ?? '')}
        onChange={event => set(event.currentTarget.value)}
      >
        {spec.default === undefined && <option value="">{t('inspector.unset')}</option>}
        {spec.choices?.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  return <TextControl spec={spec} saved={saved} set={set} attributes={attributes} />;
}

function TextControl({ spec, saved, set, attributes }: ControlProps) {
  const { text, change, flush } = useDraft(writeValue(saved), next => set(valueOf(spec, next)));
  const shared = {
    ...attributes,
    className: `input ${spec.kind === 'code' || spec.repeat ? 'mono' : ''}`,
    value: text,
    spellCheck: false,
    placeholder: spec.placeholder ?? (spec.default === undefined ? '' : String(spec.default)),
    onBlur: flush,
  };
  if (spec.repeat === true || spec.kind === 'code') {
    return <textarea {...shared} rows={3} onChange={event => change(event.currentTarget.value)} />;
  }
  return (
    <input
      {...shared}
      type={spec.kind === 'secret' ? 'password' : 'text'}
      inputMode={spec.kind === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      onChange={event => change(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') flush();
        const step = spec.kind === 'number' ? stepOf(spec, event.key, event.shiftKey) : 0;
        if (step === 0) return;
        event.preventDefault();
        change(String(clamp(spec, (Number(text === '' ? spec.default : text) || 0) + step)));
      }}
    />
  );
}

function stepOf(spec: OptionSpec, key: string, large: boolean): number {
  const step = (spec.step ?? 1) * (large ? 10 : 1);
  return key === 'ArrowUp' ? step : key === 'ArrowDown' ? -step : 0;
}

function clamp({ min = -Infinity, max = Infinity }: OptionSpec, value: number): number {
  return Math.min(max, Math.max(min, Number(value.toFixed(6))));
}
