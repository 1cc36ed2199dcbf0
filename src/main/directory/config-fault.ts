import { readOptions } from '../../shared/plugin/read-options.ts';
import { schemaFault } from '../../shared/plugin/schema-fault.ts';
import type { SourceConfig, SourcePlugin } from '../../shared/plugin/source.ts';
import type { Options } from '../../shared/patch/options.ts';

/** Keys of every source's configuration, which are not the back-end's. */
const COMMON = new Set([
  'name',
  'backend',
  'unique_column',
  'searched_columns',
  'first_matched_columns',
  'format_columns',
  'enabled',
  'bind',
]);

/** Why a configuration does not fit its back-end: a JSON schema of the package, or the options of the program's own. */
export function configFault({ manifest }: SourcePlugin, config: SourceConfig): string | undefined {
  if (manifest.configSchema) return schemaFault(manifest.configSchema, config);
  const given = Object.entries(config).filter(([key, value]) => !COMMON.has(key) && isOption(value));
  const owner = { instance: config.name, backend: config.backend };
  const { problems } = readOptions(owner, manifest.options ?? [], Object.fromEntries(given) as Options);
  return problems.find(problem => problem.code === 'backend.bad-option')?.message;
}

function isOption(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
