import { PATCH_VERSION } from '../document.ts';
import { type JsonObject, own } from '../json.ts';
import type { Migration } from './migration.ts';
import { v0ToV1 } from './v0-to-v1.ts';

/** Every step, oldest first. */
const MIGRATIONS: readonly Migration[] = [v0ToV1];

/** The format of a patch file; undefined when it does not say. */
export function versionOf(file: JsonObject): JsonObject[string] | undefined {
  return own(file, 'crosspatch') ?? (own(file, 'version') === 0 ? 0 : undefined);
}

/** The file in today's format. What is newer, or says nothing of its format, is handed on as it is. */
export function migrate(file: JsonObject): JsonObject {
  const version = versionOf(file);
  if (typeof version !== 'number' || version >= PATCH_VERSION) return file;
  return MIGRATIONS.filter(step => step.from >= version).reduce((old, step) => step.migrate(old), file);
}
