import type { ImportReport } from '../../shared/directory/contact-book.ts';
import { parseCsv } from '../../shared/directory/csv.ts';
import { textDecoder } from '../../shared/directory/text-decoder.ts';
import { count, t } from '../messages/translate.ts';

export type Encoding = 'utf-8' | 'cp1252';
export const ENCODINGS: readonly Encoding[] = ['utf-8', 'cp1252'];

/** Undefined when the bytes are not written in that encoding; cp1252 reads everything. */
export function decodeCsv(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return textDecoder(encoding === 'cp1252' ? 'windows-1252' : 'utf-8', true).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 has rules that other texts hardly ever fulfil: what breaks them is an older file. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  return decodeCsv(bytes, 'utf-8') === undefined ? 'cp1252' : 'utf-8';
}

export interface CsvPreview {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines below the first. */
  readonly lines: number;
}

export function previewCsv(text: string, most: number): CsvPreview {
  const [head, ...records] = parseCsv(text).records;
  return {
    columns: head?.cells ?? [],
    rows: records.slice(0, most).map(record => record.cells),
    lines: records.length,
  };
}

/** "12 created." and, where lines were left out, which; the reasons stand in `reasonsOf`. */
export function importSentence({ created, failed }: ImportReport): string {
  const done = t(created.length === 1 ? 'contacts.importedOne' : 'contacts.imported', {
    n: count(created.length),
  });
  const [first] = failed;
  if (!first) return done;
  if (failed.length === 1) return `${done} ${t('contacts.leftOutOne', { line: first.line })}`;
  return `${done} ${t('contacts.leftOut', { lines: listOf(failed.map(one => one.line)) })}`;
}

const TOLD = 8;

/** "3 and 5", "3, 5 and 9", "3, 5, ... and 12 more" */
function listOf(lines: readonly number[]): string {
  if (lines.length > TOLD)
    return t('contacts.andMore', { list: lines.slice(0, TOLD).join(', '), n: count(lines.length - TOLD) });
  return t('contacts.and', { list: lines.slice(0, -1).join(', '), last: lines.at(-1) ?? '' });
}

/** Each reason once, with the lines it holds for. */
export function reasonsOf({ failed }: ImportReport): readonly {
  readonly reason: string;
  readonly lines: readonly number[];
}[] {
  const byReason = new Map<string, number[]>();
  for (const { line, errors } of failed) {
    const reason = errors.join(', ');
    byReason.set(reason, [...(byReason.get(reason) ?? []), line]);
  }
  return [...byReason].map(([reason, lines]) => ({ reason, lines }));
}
