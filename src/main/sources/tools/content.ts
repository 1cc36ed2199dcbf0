import type { Row } from '../../../shared/directory/row-table.ts';

/** What was read: rows, and what is wrong with the rest (empty when nothing is). */
export interface Content {
  readonly rows: readonly Row[];
  readonly fault: string;
}
