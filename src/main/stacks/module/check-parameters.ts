import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import { type CodedError, fail } from '../../../shared/error/coded-error.ts';
import type { Parameters, SoundModule } from './sound-module.ts';

/** What checking needs of a module. */
export type Checked = Pick<SoundModule, 'name' | 'parameters' | 'check'>;

/** The coded error of a parameter. */
export function badParameter(module: string, parameter: string, reason: string): CodedError {
  return fail('stack.bad-parameter', { module, parameter, reason });
}

/**
 * Check the parameters of one step and fill in defaults. `null` counts as absent, a number may come as a string, and
 * names that the module does not know stay: VTServer passes them over too. Throws `stack.bad-parameter`.
 */
export function checkParameters(module: Checked, given: Parameters): Parameters {
  const checked: Record<string, unknown> = { ...given };
  for (const spec of module.parameters) {
    const raw = given[spec.name];
    if (raw !== undefined && raw !== null) checked[spec.name] = readValue(module.name, spec, raw);
    else if (spec.required === true) throw badParameter(module.name, spec.name, 'needs to be given');
    else if (spec.default === undefined || spec.default === null) Reflect.deleteProperty(checked, spec.name);
    else checked[spec.name] = spec.default;
  }
  module.check?.(checked);
  return checked;
}

function readValue(module: string, spec: ParameterSpec, raw: unknown): unknown {
  const refuse = (wanted: string) =>
    badParameter(module, spec.name, `has to be ${wanted}, not ${shown(raw)}`);
  switch (spec.kind) {
    case 'number':
      return readNumber(module, spec, raw);
    case 'numbers':
      return (Array.isArray(raw) ? (raw as unknown[]) : [raw]).map(one => readNumber(module, spec, one));
    case 'boolean':
      if (typeof raw !== 'boolean') throw refuse('true or false');
      return raw;
    case 'text':
      if (typeof raw !== 'string') throw refuse('text');
      return raw;
    case 'choice':
      if (spec.choices?.some(choice => choice.value === raw)) return raw;
      throw refuse(`one of ${spec.choices?.map(choice => choice.value).join(', ') ?? ''}`);
    default:
      return raw;
  }
}

function readNumber(module: string, spec: ParameterSpec, raw: unknown): number {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw badParameter(module, spec.name, `has to be a number, not ${shown(raw)}`);
  }
  if (spec.min !== undefined && value < spec.min) {
    throw badParameter(module, spec.name, `is ${value}; the least is ${spec.min}`);
  }
  if (spec.max !== undefined && value > spec.max) {
    throw badParameter(module, spec.name, `is ${value}; the most is ${spec.max}`);
  }
  return value;
}

/** Any value, short enough for a sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
