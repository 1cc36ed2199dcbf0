import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import { Field } from '../../ui/field.tsx';
import { readParameter, showParameter, type StackItem } from './stack-items.ts';

interface ModuleFormProps {
  readonly info: StackModuleInfo;
  readonly item: StackItem;
  set(name: string, value: unknown): void;
}

/** The parameters of one module on a stack. An empty field means the module's own default. */
export function ModuleForm({ info, item, set }: ModuleFormProps) {
  return (
    <div className="module-form">
      {info.parameters.map(spec => (
        <Field
          key={spec.name}
          label={spec.unit === undefined ? spec.label : `${spec.label} (${spec.unit})`}
          help={spec.help}
          inline={spec.kind === 'boolean'}
        >
          {({ id, describedBy }) => (
            <Parameter
              id={id}
              describedBy={describedBy}
              spec={spec}
              value={item[spec.name]}
              set={value => set(spec.name, value)}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

interface ParameterProps {
  readonly id: string;
  readonly describedBy: string;
  readonly spec: ParameterSpec;
  readonly value: unknown;
  set(value: unknown): void;
}

function Parameter({ id, describedBy, spec, value, set }: ParameterProps) {
  const attributes = { id, 'aria-describedby': describedBy, 'data-testid': `parameter:${spec.name}` };
  if (spec.kind === 'boolean') {
    const on = (value ?? spec.default ?? false) === true;
    return (
      <input {...attributes} type="checkbox" checked={on} onChange={event => set(event.target.checked)} />
    );
  }
  if (spec.kind === 'choice') {
    return (
      <select
        {...attributes}
        className="input"
        value={showParameter(value ?? spec.default)}
        onChange={event => set(event.target.value)}
      >
        {spec.choices?.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  const saved = showParameter(value);
  return (
    <input
      {...attributes}
      className="input"
      // Typed freely, taken over at Enter or when the field is left; another value from outside resets it.
      key={saved}
      type={spec.kind === 'number' ? 'number' : 'text'}
      step={spec.step ?? 'any'}
      min={spec.min}
      max={spec.max}
      defaultValue={saved}
      placeholder={spec.placeholder ?? showParameter(spec.default)}
      onBlur={event => event.target.value !== saved && set(readParameter(spec, event.target.value))}
      onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
