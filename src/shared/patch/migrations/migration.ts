import type { JsonObject } from '../json.ts';

/**
 * One step from a format to the next. A step is never edited once it was released: files that it has read must read
 * the same for ever. Each has an old document beside it as its test.
 */
export interface Migration {
  readonly from: number;
  /** The same patch in the format `from + 1`. Must bear any JSON: what it does not know it hands on as it is. */
  migrate(old: JsonObject): JsonObject;
}
