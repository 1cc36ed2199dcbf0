import { fail } from '../../shared/error/coded-error.ts';
import type { JsonObject } from '../../shared/patch/json.ts';
import { own } from '../../shared/patch/json.ts';
import { listenOptions } from '../../shared/plugin/listen-options.ts';
import { optionsFault } from '../../shared/plugin/option-fault.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { type ConfigForm, schemaForm } from '../../shared/plugin/schema-form.ts';
import { schemaFault } from '../../shared/plugin/schema-fault.ts';

/** Characters of a configuration as JSON. */
const MAX_SIZE = 64 * 1024;

/** How the configuration of a service or view is shown and checked. */
export interface ConfigRules extends ConfigForm {
  /** What is wrong with it, in half a sentence. */
  fault(config: JsonObject): string | undefined;
}

/** The rules of a package's plugin, by its JSON schema. */
export function packageRules(schema: Readonly<Record<string, unknown>> | undefined): ConfigRules {
  return {
    ...schemaForm(schema),
    fault: config => (schema === undefined ? undefined : schemaFault(schema, config)),
  };
}

/** The rules of a plugin of the program, by its options; undefined when it has none. */
export function stockRules(manifest: {
  readonly kind: string;
  readonly options?: readonly OptionSpec[];
  readonly listens?: boolean;
}): ConfigRules | undefined {
  const { kind, options = manifest.listens === true ? listenOptions() : [] } = manifest;
  // The options of a back-end of the directory are those of its sources.
  if (kind === 'source' || options.length === 0) return undefined;
  const secrets = new Set(options.filter(one => one.kind === 'secret').map(one => one.name));
  return {
    options,
    free: false,
    hides: name => secrets.has(name),
    fault: config =>
      (manifest.listens === true ? hostFault(config) : undefined) ?? optionsFault(options, config),
  };
}

/** Node listens everywhere when it is given no host: nobody shall open a port to others by leaving a field empty. */
function hostFault(config: JsonObject): string | undefined {
  const host = own(config, 'host');
  return typeof host === 'string' && host.trim() === '' ? 'host is empty; it wants an address' : undefined;
}

/** What a window may see: values without secrets, and which secrets are set. */
export function shownConfig({ hides }: ConfigForm, saved: JsonObject) {
  const shown = Object.entries(saved).filter(([name]) => !hides(name));
  return { config: Object.fromEntries(shown), secrets: Object.keys(saved).filter(hides) };
}

export interface ConfigChange {
  readonly kind: string;
  readonly name: string;
  readonly rules: ConfigRules;
  readonly saved: JsonObject;
  /** Given on the command line. */
  readonly fixed: JsonObject;
}

/**
 * The configuration to keep when a window sends one: secrets that it did not send stay, null takes one away. Throws
 * `kernel.config-refused` or `kernel.fixed`.
 */
export function changedConfig(
  { kind, name, rules, saved, fixed }: ConfigChange,
  sent: JsonObject,
): JsonObject {
  const refuse = (reason: string) => fail('kernel.config-refused', { kind, name, reason });
  for (const [key, value] of Object.entries(sent)) {
    if (Object.hasOwn(fixed, key) && own(fixed, key) !== value)
      throw fail('kernel.fixed', { kind, name, what: key });
    if (!rules.free && !isKnown(rules, saved, key)) throw refuse(`there is no setting "${key}"`);
  }
  const kept = (key: string) => Object.hasOwn(fixed, key) || (rules.hides(key) && !Object.hasOwn(sent, key));
  const next = Object.fromEntries([
    ...Object.entries(saved).filter(([key]) => kept(key)),
    ...Object.entries(sent).filter(([key, value]) => !kept(key) && !(value === null && rules.hides(key))),
  ]);
  if (JSON.stringify(next).length > MAX_SIZE) throw refuse(`they have more than ${MAX_SIZE} characters`);
  const fault = rules.fault({ ...next, ...fixed });
  if (fault !== undefined) throw refuse(fault);
  return next;
}

/** A setting that the form does not show, but that the user wrote into the file, may stay. */
function isKnown({ options }: ConfigRules, saved: JsonObject, key: string): boolean {
  return options.some(one => one.name === key) || Object.hasOwn(saved, key);
}
