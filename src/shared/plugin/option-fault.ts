import type { OptionSpec } from './option.ts';

/**
 * What is wrong with the configuration of a service or view by its options, in half a sentence; undefined when nothing
 * is. Unlike in a patch file, values have the type that the plugin gets: "9000" is no number here.
 */
export function optionsFault(
  specs: readonly OptionSpec[],
  config: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const spec of specs) {
    const value = Object.hasOwn(config, spec.name) ? config[spec.name] : undefined;
    const fault = value === undefined ? absentFault(spec) : valueFault(spec, value);
    if (fault !== undefined) return `${spec.name} ${fault}`;
  }
  return undefined;
}

function absentFault({ required }: OptionSpec): string | undefined {
  return required === true ? 'is needed but not given' : undefined;
}

function valueFault(spec: OptionSpec, value: unknown): string | undefined {
  if (spec.repeat !== true) return scalarFault(spec, value);
  if (!Array.isArray(value)) return 'wants a list';
  return value.map(one => scalarFault(spec, one)).find(fault => fault !== undefined);
}

function scalarFault(spec: OptionSpec, value: unknown): string | undefined {
  if (spec.kind === 'number') return numberFault(spec, value);
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? undefined : 'wants true or false';
  if (typeof value !== 'string') return 'wants a text';
  if (spec.kind !== 'choice' || spec.choices?.some(choice => choice.value === value)) return undefined;
  return `is "${value}"; it wants one of ${spec.choices?.map(choice => choice.value).join(', ') ?? ''}`;
}

function numberFault({ min, max, step }: OptionSpec, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `is ${quoted(value)}; it wants a number`;
  if (step === 1 && !Number.isInteger(value)) return `is ${value}; it wants a whole number`;
  if (min !== undefined && value < min) return `is ${value}; the least is ${min}`;
  if (max !== undefined && value > max) return `is ${value}; the most is ${max}`;
  return undefined;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : (JSON.stringify(value) ?? '').slice(0, 40);
}
