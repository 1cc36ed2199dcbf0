import type { JsonValue } from '../patch/document.ts';

/** One JSON value that is kept from run to run. */
export interface JsonStore {
  /** Undefined when nothing was kept yet, or what was kept cannot be read. */
  read(): Promise<JsonValue | undefined>;
  /** Resolves when it is safely kept. Writes happen in the order of the calls. */
  write(value: JsonValue): Promise<void>;
}

/** A store that forgets at the end, for tests. */
export function memoryStore(value?: JsonValue): JsonStore & { value: JsonValue | undefined } {
  const store: JsonStore & { value: JsonValue | undefined } = {
    value,
    read: () => Promise.resolve(store.value),
    write: next => {
      store.value = structuredCloneOf(next);
      return Promise.resolve();
    },
  };
  return store;
}

function structuredCloneOf(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
