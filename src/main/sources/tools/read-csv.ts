import { CsvReader, type CsvRecord } from '../../../shared/directory/csv.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Fields } from '../../../shared/plugin/source.ts';
import { readText } from './read-text.ts';

/** Rows beyond this are not read: memory is bounded. */
export const MAX_ROWS = 500_000;

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
      this.#columns = cells.map(cell => cell.trim());
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

/** A short row lacks its last columns; what a long one has beyond the columns is left out. */
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
  const { wrong } = await readText(file, options.encoding, signal, piece => collector.reader.push(piece));
  collector.reader.end();
  return { rows: collector.rows, fault: faultOf(collector, wrong, options.encoding) };
}

/** Read CSV out of a text. */
export function readCsvText(text: string, delimiter: string): CsvContent {
  const collector = new RowCollector(delimiter);
  collector.reader.push(text);
  collector.reader.end();
  return { rows: collector.rows, fault: faultOf(collector, false, undefined) };
}

function faultOf(collector: RowCollector, wrong: boolean, encoding: string | undefined): string {
  const { broken, brokenCount } = collector.reader;
  const more = brokenCount > broken.length ? ' and more' : '';
  const faults = [
    collector.empty ? 'the file is empty' : '',
    wrong ? `some of its bytes are not ${encoding ?? 'utf-8'}; choose another encoding` : '',
    brokenCount > 0 ? `${brokenCount} broken lines: ${broken.join(', ')}${more}` : '',
    collector.left > 0 ? `only the first ${MAX_ROWS} lines are used` : '',
  ];
  return faults.filter(fault => fault !== '').join('; ');
}
