import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { OptionValue } from '../../../shared/patch/options.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { t } from '../../messages/translate.ts';
import { useModel } from '../../model/use-model.ts';
import { Field } from '../../ui/field.tsx';
import { OptionControl } from '../../ui/option-control.tsx';
import { testId } from '../../ui/test-ids.ts';
import { useOptionFault } from './use-option-fault.ts';

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
        <OptionControl
          spec={spec}
          unset={t('inspector.unset')}
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
