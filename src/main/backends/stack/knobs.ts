import type { Options } from '../../../shared/patch/options.ts';
import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import type { StackRunner } from './runner.ts';
import { readStack, type StackItem } from './settings.ts';

/** A parameter of the stack that a channel moves. */
export interface Knob {
  /** `MODULE.PARAMETER`, the name of its channel. */
  readonly name: string;
  readonly label: string;
  /** Place of its module in the stack. */
  readonly item: number;
  readonly parameter: string;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** How the number is written into the query: `{+}st`, `*{}`; undefined writes the number itself. */
  readonly text: string | undefined;
}

const RANGE = /^\s*(-?[\d.]+(?:e-?\d+)?)[\s,;]+(-?[\d.]+(?:e-?\d+)?)\s*$/i;

/** The knobs of the stack in the options. A stack that cannot be read has none. */
export function readKnobs(runner: StackRunner, options: Options): readonly Knob[] {
  const stack = readStack(String(options.stack ?? '[]'));
  if (typeof stack === 'string') return [];
  const seen = new Map<string, number>();
  return stack.flatMap((item, i) => {
    const count = (seen.get(item.module) ?? 0) + 1;
    seen.set(item.module, count);
    const prefix = count === 1 ? item.module : `${item.module}${count}`;
    return knobsOf(runner, item, i, prefix).map(knob => ranged(knob, options[knob.name]));
  });
}

/** Modules of the program say what their knobs cover; of others, whatever is a number in the stack is one. */
function knobsOf(runner: StackRunner, item: StackItem, place: number, prefix: string): readonly Knob[] {
  const specs = runner.parametersOf(item.module);
  if (specs)
    return specs.filter(spec => spec.knob ?? spec.kind === 'number').map(spec => knobOf(spec, place, prefix));
  return Object.entries(item)
    .filter(([, value]) => typeof value === 'number')
    .map(([parameter]) =>
      knobOf({ name: parameter, label: parameter, help: '', kind: 'number' }, place, prefix),
    );
}

function knobOf(spec: ParameterSpec, item: number, prefix: string): Knob {
  return {
    name: `${prefix}.${spec.name}`,
    label: `${prefix}: ${spec.label}`,
    item,
    parameter: spec.name,
    min: spec.knob?.min ?? spec.min ?? 0,
    max: spec.knob?.max ?? spec.max ?? 1,
    unit: spec.knob?.unit ?? spec.unit ?? '',
    text: spec.knob?.text,
  };
}

function ranged(knob: Knob, option: Options[string] | undefined): Knob {
  const match = typeof option === 'string' ? RANGE.exec(option) : undefined;
  return match ? { ...knob, min: Number(match[1]), max: Number(match[2]) } : knob;
}

/** What a value 0..1 of a knob is in the query. Rounded, so that a trembling hand does not make new sounds. */
export function parameterAt(knob: Knob, value: number): string | number {
  const exact = knob.min + (knob.max - knob.min) * value;
  const number = Number(exact.toPrecision(4));
  if (knob.text === undefined) return number;
  const sign = number < 0 ? '' : '+';
  return knob.text.replace('{+}', `${sign}${number}`).replace('{}', String(number));
}
