import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const validators = new WeakMap<object, ValidateFunction>();

/** Why a configuration does not fit a plugin's JSON schema; undefined when it does. A schema that is none is a fault too. */
export function schemaFault(schema: Readonly<Record<string, unknown>>, config: unknown): string | undefined {
  try {
    const validate = validators.get(schema) ?? ajv.compile(schema);
    validators.set(schema, validate);
    return validate(config) ? undefined : (validate.errors ?? []).map(sentence).join('; ');
  } catch (thrown) {
    return `its schema is wrong: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/** Without the value itself, which may be a secret. */
function sentence({ instancePath, message = 'does not fit', params }: ErrorObject): string {
  const where = instancePath === '' ? 'it' : instancePath.slice(1).replaceAll('/', '.');
  const given = params as { readonly allowedValues?: unknown; readonly additionalProperty?: unknown };
  if (Array.isArray(given.allowedValues)) return `${where} must be one of ${given.allowedValues.join(', ')}`;
  if (typeof given.additionalProperty === 'string')
    return `${where} has no setting "${given.additionalProperty}"`;
  return `${where} ${message}`;
}
