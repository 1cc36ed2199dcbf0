import type { OptionSpec } from './option.ts';

type Schema = Readonly<Record<string, unknown>>;

/** How a configuration is shown to a person. */
export interface ConfigForm {
  readonly options: readonly OptionSpec[];
  /** It may have parts that no option shows; they are edited as JSON. */
  readonly free: boolean;
  /** The value of this name is a secret, or has one inside: it is never shown. */
  hides(name: string): boolean;
}

/** Keywords that allow properties beside the named ones. */
const OPEN = ['patternProperties', 'allOf', 'anyOf', 'oneOf', 'if', '$ref'];
/** Keywords that say what named properties are. */
const NAMED = ['properties', '$defs', 'definitions'];

/**
 * The form that a JSON schema stands for: a field for each text, number, switch, choice, and list of those. Without a
 * schema everything is JSON.
 */
export function schemaForm(schema: Schema | undefined): ConfigForm {
  if (schema === undefined) return { options: [], free: true, hides: () => false };
  const named = entriesOf(schema['properties']);
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const fields = named.flatMap(([name, one]) => fieldOf(name, one, required.includes(name)) ?? []);
  return {
    options: fields,
    free: fields.length < named.length || isOpen(schema),
    hides: hiderOf(schema, new Map(named)),
  };
}

function isOpen(schema: Schema): boolean {
  const more = schema['additionalProperties'];
  if (OPEN.some(word => Object.hasOwn(schema, word))) return true;
  return more === undefined ? !isSchema(schema['properties']) : more !== false;
}

function fieldOf(name: string, schema: Schema, required: boolean): OptionSpec | undefined {
  if (name === '__proto__') return undefined;
  const list = schema['type'] === 'array';
  const item = list ? schema['items'] : schema;
  const kind = isSchema(item) ? kindOf(item) : undefined;
  if (!isSchema(item) || kind === undefined) return undefined;
  if (list && (kind.kind === 'boolean' || kind.kind === 'secret')) return undefined;
  return {
    name,
    label: textOf(schema['title']) ?? humanName(name),
    help: textOf(schema['description']) ?? '',
    ...kind,
    ...(list ? { repeat: true } : {}),
    ...(required ? { required: true } : {}),
    ...defaultOf(schema['default'], list),
  };
}

type Kind = Pick<OptionSpec, 'kind' | 'choices' | 'min' | 'max' | 'step'>;

function kindOf(schema: Schema): Kind | undefined {
  const { type, enum: values } = schema;
  if (Array.isArray(values)) return choiceOf(values as unknown[]);
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'string') return { kind: isSecret(schema) ? 'secret' : 'text' };
  if (type !== 'number' && type !== 'integer') return undefined;
  const [min, max] = [numberOf(schema['minimum']), numberOf(schema['maximum'])];
  const step = type === 'integer' ? 1 : numberOf(schema['multipleOf']);
  return {
    kind: 'number',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(step === undefined ? {} : { step }),
  };
}

function choiceOf(values: readonly unknown[]): Kind | undefined {
  if (!values.every(value => typeof value === 'string')) return undefined;
  return { kind: 'choice', choices: values.map(value => ({ value, label: value })) };
}

function defaultOf(value: unknown, list: boolean): Pick<OptionSpec, 'default' | 'placeholder'> {
  if (list) return Array.isArray(value) ? { placeholder: value.map(String).join('\n') } : {};
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar ? { default: value } : {};
}

function hiderOf(schema: Schema, named: ReadonlyMap<string, Schema>): (name: string) => boolean {
  const shared = hasSecret(schema['$defs'], false) || hasSecret(schema['definitions'], false);
  const rest = Object.fromEntries(Object.entries(schema).filter(([word]) => !NAMED.includes(word)));
  const others = hasSecret(rest, shared);
  return name => hasSecret(named.get(name), shared) || (!named.has(name) && others);
}

/** A schema that says "secret" anywhere; where some definition does, each reference may mean that one. */
function hasSecret(schema: unknown, shared: boolean): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (!Array.isArray(schema) && isSecret(schema as Schema)) return true;
  if (shared && Object.hasOwn(schema, '$ref')) return true;
  return Object.values(schema).some(part => hasSecret(part, shared));
}

function isSecret(schema: Schema): boolean {
  return schema['format'] === 'password' || schema['writeOnly'] === true;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: unknown): readonly (readonly [string, Schema])[] {
  if (!isSchema(value)) return [];
  return Object.entries(value).map(([name, one]) => [name, isSchema(one) ? one : {}] as const);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** `middleC_octave` as "Middle c octave". */
function humanName(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
