import type { Row } from '../../../shared/directory/row-table.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Fields } from '../../../shared/plugin/source.ts';
import { expandRange, hasRange } from '../../../shared/signal/channel-range.ts';
import type { Content } from './content.ts';

/** Columns in which a range stands for several channels. */
const ADDRESSES = ['address', 'osc', 'osc_address', 'dmx', 'slot', 'cc', 'cc_msb', 'note', 'nrpn'];
/** One row stands for no more channels than this. */
const MOST = 1024;

/**
 * Rows whose address is a range, `osc:/fader{1..8}`, once for each of its channels. Other columns with as many members
 * count along: `Fader {1..8}`.
 */
export function expandRows({ rows, fault }: Content): Content {
  if (!rows.some(row => rangeOf(row.fields) !== undefined)) return { rows, fault };
  const faults: string[] = [];
  const expanded = rows.flatMap(row => {
    const range = rangeOf(row.fields);
    if (range === undefined) return [row];
    const members = expandRange(range);
    if (members.ok && members.channels.length <= MOST) return copies(row, members.channels.length);
    faults.push(
      `"${range.slice(0, 80)}": ${members.ok ? `it names more than ${MOST} channels` : members.reason}`,
    );
    return [row];
  });
  return { rows: expanded, fault: [fault, ...faults.slice(0, 5)].filter(text => text !== '').join('; ') };
}

function rangeOf(fields: Fields): string | undefined {
  for (const column of ADDRESSES) {
    const value = Object.hasOwn(fields, column) ? fields[column] : undefined;
    if (typeof value === 'string' && hasRange(value)) return value;
  }
  return undefined;
}

function copies(row: Row, count: number): Row[] {
  const columns = Object.entries(row.fields).map(
    ([column, value]) => [column, membersOf(value, count)] as const,
  );
  return Array.from({ length: count }, (_, at) => {
    const fields: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
    for (const [column, members] of columns) fields[column] = members[at % members.length] ?? null;
    return { ...row, fields };
  });
}

/** The members of a text with as many as there are channels; any other value is its only member. */
function membersOf(value: JsonValue, count: number): readonly JsonValue[] {
  if (typeof value !== 'string' || !hasRange(value)) return [value];
  const members = expandRange(value);
  return members.ok && members.channels.length === count ? members.channels : [value];
}
