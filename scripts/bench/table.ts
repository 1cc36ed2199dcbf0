import type { Row } from './row.ts';

/** The rows as a Markdown table. */
export function formatTable(rows: readonly Row[]): string {
  const head = '| what | value | baseline | ratio | target | met |\n|---|---|---|---|---|---|';
  const line = (row: Row) => {
    const baseline =
      row.baseline === undefined ? '' : `${number(row.baseline)} (${row.baselineName ?? 'baseline'})`;
    const ratio = row.ratio === undefined ? '' : row.ratio.toFixed(2);
    const met = row.target === undefined ? '' : meets(row) ? 'yes' : 'NO';
    return `| ${row.name} | ${number(row.value)} ${row.unit} | ${baseline} | ${ratio} | ${row.target ?? ''} | ${met} |`;
  };
  return [head, ...rows.map(line)].join('\n');
}

/** True when the target of a row holds, for its ratio or else for its value. A row without a target always meets it. */
export function meets(row: Row): boolean {
  const match = /^(<=|>=|<|>)\s*([\d.]+)/.exec(row.target ?? '');
  if (!match) return true;
  const value = row.ratio ?? row.value;
  const limit = Number(match[2]);
  switch (match[1]) {
    case '<=':
      return value <= limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    default:
      return value > limit;
  }
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 });
}
