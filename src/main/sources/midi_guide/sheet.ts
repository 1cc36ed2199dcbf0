import { addressOfFields } from '../../../shared/directory/address.ts';
import type { Row } from '../../../shared/directory/row-table.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Fields } from '../../../shared/plugin/source.ts';
import type { Content } from '../tools/content.ts';

const TEXTS = ['manufacturer', 'device', 'section', 'parameter_name'] as const;

/**
 * The rows of a sheet with their addresses. A parameter that has a controller and an NRPN is there twice, for it can be
 * reached both ways.
 */
export function rowsOfSheet(records: readonly Fields[]): Content {
  const [first] = records;
  if (first && !Object.hasOwn(first, 'parameter_name'))
    return { rows: [], fault: 'it is no sheet: it has no column parameter_name' };
  const ids = new Set<string>();
  const rows = records.flatMap(fields => addressesOf(fields).map(address => rowOf(fields, address, ids)));
  return { rows, fault: '' };
}

function addressesOf(fields: Fields): (string | null)[] {
  const cc = addressOfFields(fields);
  const nrpn =
    cc?.startsWith('cc') === true ? addressOfFields({ ...fields, cc_msb: '', cc_lsb: '', cc: '' }) : null;
  return nrpn === null ? [cc] : [cc, nrpn];
}

/** Columns without content are left out: most of a sheet is empty. */
function rowOf(fields: Fields, address: string | null, ids: Set<string>): Row {
  const kept: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const [column, value] of Object.entries(fields)) if (value !== '') kept[column] = value;
  kept['id'] = uniqueId([...TEXTS.map(column => fields[column] ?? ''), address ?? ''].join('/'), ids);
  return address === null ? { fields: kept } : { fields: kept, relations: { address } };
}

/** Two rows of one name and address are told apart by a count. */
function uniqueId(id: string, ids: Set<string>): string {
  let unique = id;
  for (let count = 2; ids.has(unique); count++) unique = `${id}#${count}`;
  ids.add(unique);
  return unique;
}
