import type { OptionValue } from '../../shared/patch/options.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { valueOf, writeValue } from './option-value.ts';
import { Switch } from './switch.tsx';
import { useDraft } from './use-draft.ts';

interface ControlProps {
  readonly spec: OptionSpec;
  /** What a choice shows while nothing is chosen. */
  readonly unset: string;
  readonly saved: OptionValue | undefined;
  set(value: OptionValue | undefined): void;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The control that suits the kind of an option. Text applies by itself shortly after the last key. */
export function OptionControl({ spec, unset, saved, set, attributes }: ControlProps) {
  if (spec.repeat === true)
    return <TextControl spec={spec} unset={unset} saved={saved} set={set} attributes={attributes} />;
  if (spec.kind === 'boolean') {
    const on = /^(1|true|on|yes)$/i.test(String(saved ?? spec.default ?? false));
    return <Switch {...attributes} checked={on} set={set} />;
  }
  if (spec.kind === 'choice') {
    return (
      <select
        {...attributes}
        className="input"
        value={String(saved ?? spec.default ?? '')}
        onChange={event => set(event.currentTarget.value)}
      >
        {spec.default === undefined && <option value="">{unset}</option>}
        {spec.choices?.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  return <TextControl spec={spec} unset={unset} saved={saved} set={set} attributes={attributes} />;
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
