import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import { t } from '../../messages/translate.ts';
import { Switch } from '../../ui/switch.tsx';
import { readParameter, showParameter } from './stack-items.ts';

interface ParameterProps {
  readonly id: string;
  readonly describedBy: string;
  readonly spec: ParameterSpec;
  readonly value: unknown;
  set(value: unknown): void;
}

/** The control that suits the kind of a parameter. */
export function ParameterControl({ id, describedBy, spec, value, set }: ParameterProps) {
  const attributes = { id, 'aria-describedby': describedBy, 'data-testid': `parameter:${spec.name}` };
  if (spec.kind === 'boolean') {
    const on = (value ?? spec.default ?? false) === true;
    return <Switch {...attributes} checked={on} set={set} />;
  }
  if (spec.kind === 'choice') return <Choice attributes={attributes} spec={spec} value={value} set={set} />;
  return <TextParameter attributes={attributes} spec={spec} value={value} set={set} />;
}

type PartProps = Pick<ParameterProps, 'spec' | 'value' | 'set'> & {
  readonly attributes: Readonly<Record<string, string>>;
};

function Choice({ attributes, spec, value, set }: PartProps) {
  const shown = value ?? spec.default;
  return (
    <select
      {...attributes}
      className="input"
      value={showParameter(shown)}
      onChange={event => set(event.target.value)}
    >
      {(shown === undefined || shown === null) && <option value="">{t('stacks.unset')}</option>}
      {spec.choices?.map(choice => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function TextParameter({ attributes, spec, value, set }: PartProps) {
  const saved = showParameter(value);
  const empty = spec.required === true ? t('stacks.needed') : showParameter(spec.default);
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
      required={spec.required}
      spellCheck={false}
      defaultValue={saved}
      placeholder={spec.placeholder ?? empty}
      onBlur={event => event.target.value !== saved && set(readParameter(spec, event.target.value))}
      onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
