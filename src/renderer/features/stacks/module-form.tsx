import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import { Field } from '../../ui/field.tsx';
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
        <Field key={spec.name} label={labelOf(spec)}>
          {({ id }) => (
            <>
              <div className="parameter">
                <ParameterControl
                  id={id}
                  describedBy={`${id}-help`}
                  spec={spec}
                  value={item[spec.name]}
                  set={value => set(spec.name, value)}
                />
                <ParameterActions
                  knob={knobOf(spec)}
                  hasKnob={hasKnob}
                  addKnob={addKnob}
                  reset={canReset(spec, item) ? () => set(spec.name, undefined) : undefined}
                />
              </div>
              {/* One line; the whole of it under the pointer. */}
              <p id={`${id}-help`} className="field-help ellipsis" title={spec.help}>
                {spec.help}
              </p>
            </>
          )}
        </Field>
      ))}
    </div>
  );
}

function labelOf({ label, unit }: ParameterSpec): string {
  return unit === undefined ? label : `${label} (${unit})`;
}

function canReset({ name, required, default: usual }: ParameterSpec, item: StackItem): boolean {
  return item[name] !== undefined && (required !== true || usual !== undefined);
}
