/** A record of a CSV text. `line` counts from 1 and is where the record begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quoted cell longer than this has lost its closing quote. */
const LONGEST_CELL = 65_536;
/** A line longer than this is none of a table. */
const LONGEST_LINE = 1 << 20;

/**
 * Reads CSV (RFC 4180) piece by piece: quotes double inside quotes, lines end with CR, LF or both, a byte order mark is
 * passed over. A quote that is never closed costs its own line, not the rest of the file, and so does a
 * line that has no end. Blank lines are no records.
 */
export class CsvReader {
  #rest = '';
  #line = 1;
  #started = false;
  /** The rest of a line that is too long is still to come. */
  #skipping = false;
  /** Lines that could not be read, the first few; see `brokenCount`. */
  readonly broken: number[] = [];
  brokenCount = 0;

  constructor(
    private readonly delimiter: string,
    private readonly onRecord: (record: CsvRecord) => void,
  ) {}

  push(piece: string): void {
    this.#take(this.#rest + piece, false);
  }

  end(): void {
    this.#take(this.#rest, true);
  }

  /** Note a line that is no record for a reason of the caller's. */
  complain(line: number): void {
    this.brokenCount++;
    if (this.broken.length < 20) this.broken.push(line);
  }

  #take(given: string, last: boolean): void {
    const text = this.#started || given === '' ? given : given.replace(/^\uFEFF/, '');
    if (given !== '') this.#started = true;
    let at = this.#skipping ? this.#skipRest(text) : 0;
    while (at < text.length) {
      const next = this.#record(text, at, last);
      if (next < 0) break;
      at = next;
    }
    if (text.length - at > LONGEST_LINE) {
      this.complain(this.#line++);
      at = this.#skipRest(text, at);
    }
    this.#rest = last ? '' : text.slice(at);
  }

  /** Pass over the rest of a line, which may end in a later piece. */
  #skipRest(text: string, start = 0): number {
    const end = endOfLine(text, start);
    this.#skipping = end >= text.length;
    return this.#skipping ? end : behindLineEnd(text, end);
  }

  /** Read one record; returns the place behind it, or -1 when its end is still to come. */
  #record(text: string, start: number, last: boolean): number {
    const cells: string[] = [];
    let lines = 0;
    let at = start;
    for (;;) {
      let cell: string;
      if (text[at] === '"') {
        const close = endOfQuoted(text, at, last);
        if (close === UNFINISHED) return -1;
        if (close === NEVER) return this.#skipLine(text, start);
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        lines += countLines(cell);
        at = close + 1;
        // A quote that closes in the middle of a later line has closed nothing: the opening one was alone.
        if (lines > 0 && !this.#endsCell(text, at)) return this.#skipLine(text, start);
        // What stands between a closing quote and the next delimiter belongs to the cell.
        const end = endOfPlain(text, at, this.delimiter);
        cell += text.slice(at, end);
        at = end;
      } else {
        const end = endOfPlain(text, at, this.delimiter);
        cell = text.slice(at, end);
        at = end;
      }
      cells.push(cell);
      if (text.startsWith(this.delimiter, at) && at < text.length) {
        at += this.delimiter.length;
        continue;
      }
      if (at >= text.length && !last) return -1;
      if (text[at] === '\r' && at + 1 >= text.length && !last) return -1;
      const line = this.#line;
      this.#line += lines + 1;
      if (cells.length > 1 || cells[0] !== '') this.onRecord({ line, cells });
      return behindLineEnd(text, at);
    }
  }

  #endsCell(text: string, at: number): boolean {
    const char = text[at];
    return char === undefined || char === '\n' || char === '\r' || text.startsWith(this.delimiter, at);
  }

  #skipLine(text: string, start: number): number {
    this.complain(this.#line++);
    return behindLineEnd(text, endOfLine(text, start));
  }
}

/** Read a whole text at once; `separator` as for `CsvReader`. */
export function parseCsv(text: string, delimiter = ','): { records: CsvRecord[]; broken: readonly number[] } {
  const records: CsvRecord[] = [];
  const reader = new CsvReader(delimiter, record => void records.push(record));
  reader.push(text);
  reader.end();
  return { records, broken: reader.broken };
}

/** One line of CSV with CRLF behind it; cells are quoted where they must be. */
export function formatCsvLine(cells: readonly string[]): string {
  return `${cells.map(cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

const UNFINISHED = -1;
const NEVER = -2;

/** The place of the closing quote of a cell that opens at `start`. */
function endOfQuoted(text: string, start: number, last: boolean): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf('"', at);
    const length = (at < 0 ? text.length : at) - start;
    if (length > LONGEST_CELL) return NEVER;
    if (at < 0) return last ? NEVER : UNFINISHED;
    if (at + 1 >= text.length) return last ? at : UNFINISHED;
    if (text[at + 1] !== '"') return at;
  }
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  const first = delimiter.charCodeAt(0);
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
    if (code === first && (delimiter.length === 1 || text.startsWith(delimiter, at))) return at;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

function behindLineEnd(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
