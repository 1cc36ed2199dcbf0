import { useId } from 'react';
import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import { ParameterActions } from './parameter-actions.tsx';
import { ParameterControl } from './parameter-control.tsx';
import type { StackItem } from './stack-items.ts';

interface ModuleFormProps {
  readonly info: StackModuleInfo;
  readonly item: StackItem;
  set(name: string, value: unknown): void;
  /** The channel of a parameter, when it can be one. */
  knobOf(spec: ParameterSpec): string | undefined;
  /** Whether the channel stands on the canvas already. */
  hasKnob(channel: string): boolean;
  addKnob(channel: string): void;
}

/** The parameters of one module on a stack. An empty field means the module's own default. */
export function ModuleForm({ info, item, set, knobOf, hasKnob, addKnob }: ModuleFormProps) {
  return (
    <div className="module-form">
      {info.parameters.map(spec => (
        <ParameterRow
          key={spec.name}
          spec={spec}
          value={item[spec.name]}
          set={value => set(spec.name, value)}
          knob={knobOf(spec)}
          hasKnob={hasKnob}
          addKnob={addKnob}
        />
      ))}
    </div>
  );
}

interface ParameterRowProps extends Pick<ModuleFormProps, 'hasKnob' | 'addKnob'> {
  readonly spec: ParameterSpec;
  readonly value: unknown;
  set(value: unknown): void;
  readonly knob: string | undefined;
}

/** One line, so that a whole stack is in sight; the help stands under the pointer. */
function ParameterRow({ spec, value, set, knob, hasKnob, addKnob }: ParameterRowProps) {
  const id = useId();
  const resettable = value !== undefined && (spec.required !== true || spec.default !== undefined);
  const help = [spec.help, rangeOf(spec)].filter(text => text !== '').join(' ');
  return (
    <div className="parameter" title={help}>
      <label htmlFor={id} className="ellipsis">
        {spec.label}
        {spec.unit !== undefined && <span className="faint"> {spec.unit}</span>}
      </label>
      <ParameterControl id={id} describedBy={`${id}-help`} spec={spec} value={value} set={set} />
      <span className="parameter-actions">
        <ParameterActions
          knob={knob}
          hasKnob={hasKnob}
          addKnob={addKnob}
          reset={resettable ? () => set(undefined) : undefined}
        />
      </span>
      <span id={`${id}-help`} className="visually-hidden">
        {help}
      </span>
    </div>
  );
}

function rangeOf({ min, max, unit = '' }: ParameterSpec): string {
  return min === undefined || max === undefined ? '' : `${min} … ${max} ${unit}`.trim();
}
