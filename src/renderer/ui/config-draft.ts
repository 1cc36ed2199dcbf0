import type { JsonValue } from '../../shared/patch/document.ts';
import type { OptionScalar, OptionValue } from '../../shared/patch/options.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';

export type Config = Readonly<Record<string, JsonValue>>;

/** What a form was given by its user; a name that is absent is as it was. */
export interface ConfigDraft {
  /** Undefined takes the value away. */
  readonly values: Readonly<Record<string, OptionValue | undefined>>;
  /** The text of the JSON field. */
  readonly json?: string;
}

export const NO_DRAFT: ConfigDraft = { values: {} };

/** The value that the field of an option shows; undefined for one that no field can show. */
export function shownValue(config: Config, name: string): OptionValue | undefined {
  const value = Object.hasOwn(config, name) ? config[name] : undefined;
  if (isScalar(value)) return value;
  return Array.isArray(value) && value.every(isScalar) ? (value as readonly OptionScalar[]) : undefined;
}

/** The parts of a configuration that no field shows. */
export function restOf(specs: readonly OptionSpec[], config: Config): Config {
  const shown = (name: string) =>
    specs.some(one => one.name === name) && shownValue(config, name) !== undefined;
  return Object.fromEntries(Object.entries(config).filter(([name]) => !shown(name)));
}

/** The configuration that a draft makes. Throws an error with words of the browser's when its JSON is none. */
export function draftConfig(specs: readonly OptionSpec[], config: Config, draft: ConfigDraft): Config {
  const rest = draft.json === undefined ? restOf(specs, config) : parseObject(draft.json);
  const fields = specs.flatMap((spec): [string, JsonValue][] => {
    const value = Object.hasOwn(draft.values, spec.name)
      ? draft.values[spec.name]
      : shownValue(config, spec.name);
    if (value !== undefined) return [[spec.name, toJson(spec, value)]];
    // Only a secret that was typed in this form is missing here: null forgets the one that is kept.
    return spec.kind === 'secret' && Object.hasOwn(draft.values, spec.name) ? [[spec.name, null]] : [];
  });
  return { ...rest, ...Object.fromEntries(fields) };
}

function toJson({ repeat }: OptionSpec, value: OptionValue): JsonValue {
  return repeat === true && !Array.isArray(value) ? [value as OptionScalar] : (value as JsonValue);
}

function parseObject(text: string): Config {
  if (text.trim() === '') return {};
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Config;
  throw new Error('{ } is needed around it');
}

function isScalar(value: unknown): value is OptionScalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
