import { addressOfFields, channelOfAddress, normalAddress } from '../../shared/directory/address.ts';
import { formatFields, parseTemplate } from '../../shared/directory/format.ts';
import type { GivenRelations, MakeEntry } from '../../shared/directory/row-table.ts';
import type { Entry, Fields, SourceConfig, SourceManifest } from '../../shared/plugin/source.ts';

/** What makes the entries of one source: templates are read once, entries are frozen. */
export function entryMaker(config: SourceConfig, manifest: Pick<SourceManifest, 'personal'>): MakeEntry {
  const templates = Object.entries(config.format_columns ?? {}).map(
    ([column, template]) => [column, parseTemplate(String(template))] as const,
  );
  const personal = manifest.personal === true;
  return (raw: Fields, given: GivenRelations = {}): Entry => {
    const fields = formatFields(raw, templates);
    const address =
      typeof given.address === 'string' ? normalAddress(given.address) : addressOfFields(fields);
    const instance = given.instance ?? config.bind?.instance ?? null;
    const channel =
      given.channel ??
      (instance === null || address === null ? null : channelOfAddress(address, config.bind?.channel));
    const relations = { source_entry_id: idOf(fields, config.unique_column), instance, channel, address };
    return Object.freeze({
      source: config.name,
      backend: config.backend,
      fields: Object.freeze(fields),
      relations: Object.freeze(relations),
      is_personal: personal,
      is_deletable: personal,
    });
  };
}

function idOf(fields: Fields, column: string | null | undefined): string | null {
  if (typeof column !== 'string' || !Object.hasOwn(fields, column)) return null;
  const value = fields[column];
  return value === null || value === undefined || value === '' || typeof value === 'object'
    ? null
    : String(value);
}

/** A source's configuration, filled up with what its back-end takes for granted. */
export function withDefaults(config: SourceConfig, defaults: SourceManifest['defaults']): SourceConfig {
  if (!defaults) return config;
  const columns = { ...defaults.format_columns, ...config.format_columns };
  return { ...defaults, ...config, format_columns: columns } as SourceConfig;
}
