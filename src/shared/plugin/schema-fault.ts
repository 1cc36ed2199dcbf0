import { Ajv, type ValidateFunction } from 'ajv';

const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new WeakMap<object, ValidateFunction>();

/** Why a configuration does not fit a plugin's JSON schema; undefined when it does. A schema that is none is a fault too. */
export function schemaFault(schema: Readonly<Record<string, unknown>>, config: unknown): string | undefined {
  try {
    const validate = validators.get(schema) ?? ajv.compile(schema);
    validators.set(schema, validate);
    return validate(config) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'it' });
  } catch (thrown) {
    return `its schema is wrong: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}
