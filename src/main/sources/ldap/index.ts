import { columnsOf } from '../../../shared/directory/row-table.ts';
import type { Source, SourceArgs, SourcePlugin } from '../../../shared/plugin/source.ts';
import { neededText, numberOption, textOption } from '../tools/options.ts';
import { LdapConnection } from './connection.ts';
import { exactFilter, idFilter, searchFilter } from './filter.ts';

/** People and things of an LDAP directory. */
export const ldapSource: SourcePlugin = {
  manifest: {
    kind: 'source',
    name: 'ldap',
    title: 'LDAP directory',
    summary: 'People or things of an LDAP server, such as a telephone directory.',
    options: [
      {
        name: 'ldap_uri',
        label: 'Server',
        help: 'ldap://HOST:PORT or ldaps://HOST:PORT',
        kind: 'text',
        required: true,
      },
      { name: 'ldap_base_dn', label: 'Base', help: 'Where the search begins.', kind: 'text', required: true },
      {
        name: 'ldap_username',
        label: 'User',
        help: 'A distinguished name; anonymous when empty.',
        kind: 'text',
      },
      { name: 'ldap_password', label: 'Password', help: '', kind: 'secret' },
      {
        name: 'ldap_custom_filter',
        label: 'Filter',
        help: '%Q stands for the term.',
        kind: 'text',
        advanced: true,
      },
      {
        name: 'ldap_network_timeout',
        label: 'Time to connect',
        help: '',
        kind: 'number',
        default: 0.3,
        min: 0.05,
        max: 30,
        unit: 's',
        advanced: true,
      },
      {
        name: 'ldap_timeout',
        label: 'Time to answer',
        help: '',
        kind: 'number',
        default: 1,
        min: 0.05,
        max: 30,
        unit: 's',
        advanced: true,
      },
      {
        name: 'unique_column_format',
        label: 'Form of the unique column',
        help: '',
        kind: 'choice',
        choices: [
          { value: 'string', label: 'Text' },
          { value: 'binary_uuid', label: 'UUID in bytes' },
        ],
        default: 'string',
        advanced: true,
      },
    ],
  },
  load: args => ldapDirectory(args),
};

function ldapDirectory(args: SourceArgs): Source {
  const { config, makeEntry } = args;
  const searched = columnsOf(config.searched_columns) ?? [];
  const matched = columnsOf(config.first_matched_columns) ?? [];
  const custom = textOption(args, 'ldap_custom_filter');
  if (searched.length === 0 && custom === undefined)
    throw new Error('it needs searched_columns or ldap_custom_filter');
  const binary = config['unique_column_format'] === 'binary_uuid';
  const unique = config.unique_column ?? undefined;
  const connection = new LdapConnection({
    uri: neededText(args, 'ldap_uri'),
    baseDn: neededText(args, 'ldap_base_dn'),
    username: textOption(args, 'ldap_username') ?? textOption(args, 'username'),
    password: textOption(args, 'ldap_password') ?? textOption(args, 'password') ?? '',
    networkTimeout: numberOption(args, 'ldap_network_timeout', 0.3, 0.01) * 1000,
    timeout: numberOption(args, 'ldap_timeout', 1, 0.01) * 1000,
    uuidColumn: binary ? unique : undefined,
  });
  const entries = async (filter: string, signal: AbortSignal) =>
    (await connection.search(filter, signal)).map(fields => makeEntry(fields));
  return {
    search: (term, { signal }) => entries(searchFilter(searched, term, custom), signal),
    firstMatch: async (key, { signal }) =>
      matched.length === 0 ? null : ((await entries(exactFilter(matched, key, custom), signal))[0] ?? null),
    list: (ids, { signal }) =>
      unique === undefined || ids.length === 0 ? [] : entries(idFilter(unique, ids, binary), signal),
    unload: () => connection.close(),
  };
}
