import { CsvReader, type CsvRecord } from '../../../shared/directory/csv.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Fields } from '../../../shared/plugin/source.ts';
import { readText, type TextReport } from './read-text.ts';

/** Rows beyond this are not read: memory is bounded. */
export const MAX_ROWS = 500_000;

/** Columns beyond this are not read. */
const MAX_COLUMNS = 1000;

export interface CsvContent {
  readonly rows: readonly Fields[];
  /** What is wrong with the text, in words; empty when nothing is. */
  readonly fault: string;
}

export interface CsvOptions {
  readonly delimiter: string;
  readonly encoding: string | undefined;
}

/** Turns records into rows: the first record names the columns. */
export class RowCollector {
  readonly rows: Fields[] = [];
  /** Columns that the first line names more than once. */
  readonly twice: string[] = [];
  /** Records beyond the most that are kept. */
  left = 0;
  #columns: readonly string[] | undefined;
  readonly reader: CsvReader;

  constructor(delimiter: string) {
    this.reader = new CsvReader(delimiter, record => this.#take(record));
  }

  get empty(): boolean {
    return this.#columns === undefined;
  }

  #take({ line, cells }: CsvRecord): void {
    if (!this.#columns) {
      this.#columns = cells.slice(0, MAX_COLUMNS).map(cell => cell.trim());
      this.twice.push(...namedTwice(this.#columns));
      return;
    }
    if (this.rows.length >= MAX_ROWS) {
      this.left++;
      return;
    }
    if (cells.length > this.#columns.length && cells.slice(this.#columns.length).some(cell => cell !== ''))
      this.reader.complain(line);
    this.rows.push(rowOf(this.#columns, cells));
  }
}

function namedTwice(columns: readonly string[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const column of columns) (seen.has(column) ? twice : seen).add(column);
  twice.delete('');
  return twice;
}

/** A short row lacks its last columns; what a long one has beyond them is left out. Of two columns of a name the last counts. */
function rowOf(columns: readonly string[], cells: readonly string[]): Fields {
  // Without a prototype: a column may be named __proto__.
  const row: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  columns.forEach((column, at) => {
    const cell = cells[at];
    if (cell !== undefined && column !== '') row[column] = cell;
  });
  return row;
}

/** Read a CSV file. Throws when it cannot be read at all. */
export async function readCsvFile(
  file: string,
  options: CsvOptions,
  signal: AbortSignal,
): Promise<CsvContent> {
  const collector = new RowCollector(options.delimiter);
  const report = await readText(file, options.encoding, signal, piece => collector.reader.push(piece));
  collector.reader.end();
  return { rows: collector.rows, fault: faultOf(collector, report, options.encoding) };
}

/** Read CSV out of a text. */
export function readCsvText(text: string, delimiter: string): CsvContent {
  const collector = new RowCollector(delimiter);
  collector.reader.push(text);
  collector.reader.end();
  return {
    rows: collector.rows,
    fault: faultOf(collector, { wrong: false, nul: text.includes('\u0000') }, undefined),
  };
}

function faultOf(
  collector: RowCollector,
  { wrong, nul }: Pick<TextReport, 'wrong' | 'nul'>,
  encoding: string | undefined,
): string {
  const { broken, brokenCount } = collector.reader;
  const { twice } = collector;
  const more = brokenCount > broken.length ? ' and more' : '';
  const faults = [
    collector.empty ? 'the file is empty' : '',
    wrong ? `some of its bytes are not ${encoding ?? 'utf-8'}; choose another encoding` : '',
    nul ? 'it has NUL characters; it is no text, or utf-16le' : '',
    twice.length > 0 ? `two columns are called "${twice.slice(0, 5).join('", "')}"; the last one counts` : '',
    brokenCount > 0 ? `${brokenCount} broken lines: ${broken.join(', ')}${more}` : '',
    collector.left > 0 ? `only the first ${MAX_ROWS} lines are used` : '',
  ];
  return faults.filter(fault => fault !== '').join('; ');
}
