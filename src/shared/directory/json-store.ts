import type { JsonValue } from '../patch/document.ts';

/** One JSON value that is kept from run to run. */
export interface JsonStore {
  /** Undefined when nothing was kept yet, or what was kept cannot be read. */
  read(): Promise<JsonValue | undefined>;
  /** Resolves when it is safely kept. Writes happen in the order of the calls. */
  write(value: JsonValue): Promise<void>;
}
