import { fail, messageOf } from '../error/coded-error.ts';
import type { ProblemReport } from '../error/problem.ts';
import { EMPTY_PATCH, PATCH_VERSION, type JsonValue, type PatchDocument } from './document.ts';
import { Findings, Keeper } from './findings.ts';
import { isObject, type JsonObject, nestingOf, own, pointer } from './json.ts';
import { migrate, versionOf } from './migrations/migrate.ts';
import { readGlobals, readInstances, readLayout, readMappings } from './read-parts.ts';
import { MAX_NESTING, salvage } from './salvage.ts';

export interface ParsedPatch {
  readonly document: PatchDocument;
  readonly problems: readonly ProblemReport[];
}

const KNOWN = ['crosspatch', 'globals', 'instances', 'mappings', 'sections', 'layout'] as const;

/**
 * Read a patch file as far as it can be read. What cannot is kept in the document (`unknown`) and listed. Throws
 * `patch.not-json` only when nothing at all can be made of the text.
 */
export function parsePatch(text: string, fileName: string): ParsedPatch {
  const keeper = new Keeper(new Findings(fileName));
  const file = migrate(readJson(text.replace(/^\uFEFF/, ''), keeper));
  const section = <T>(name: string, fallback: T, read: (value: JsonValue) => T | undefined): T => {
    const value = own(file, name);
    const result = value === undefined ? fallback : read(value);
    if (result === undefined && value !== undefined) keeper.damaged(pointer(name), value);
    return result ?? fallback;
  };
  const { globals, instances, mappings, sections, layout } = EMPTY_PATCH;
  const parts = {
    version: readVersion(file, keeper),
    globals: section('globals', globals, value => readGlobals(value, keeper)),
    instances: section('instances', instances, value => readInstances(value, keeper)),
    mappings: section('mappings', mappings, value => readMappings(value, keeper)),
    sections: section('sections', sections, value => (isObject(value) ? value : undefined)),
    layout: section('layout', layout, value => readLayout(value, keeper)),
  };
  keeper.strangers(file, KNOWN);
  return { document: { ...parts, unknown: keeper.unknown }, problems: keeper.findings.problems };
}

function readJson(text: string, keeper: Keeper): JsonObject {
  const value = strictJson(text) ?? salvaged(text, keeper);
  if (isObject(value)) return value;
  const reason = 'it does not begin with a JSON object';
  throw fail('patch.not-json', { file: keeper.findings.fileName, reason });
}

function strictJson(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return nestingOf(text) > MAX_NESTING ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Only for text that has the look of a patch: not everything that begins with a brace is one. */
function salvaged(text: string, keeper: Keeper): JsonValue {
  const file = keeper.findings.fileName;
  const { value, rest, line } = salvage(text);
  if (!isObject(value) || ![...KNOWN, 'version'].some(name => Object.hasOwn(value, name))) {
    throw fail('patch.not-json', { file, reason: reasonOf(text) });
  }
  const reason = rest === '' ? 'a bracket or comma is wrong' : 'from here on it is not JSON';
  const error = fail('patch.damaged-part', { where: `${file}, line ${line}`, reason });
  keeper.findings.report(error, { kind: 'file', file, line });
  if (rest !== '') keeper.keep('', rest);
  return value;
}

function reasonOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it is nested too deeply';
  } catch (thrown) {
    return messageOf(thrown).slice(0, 200);
  }
}

function readVersion(file: JsonObject, keeper: Keeper): number {
  const { findings } = keeper;
  const place = { kind: 'file', file: `${findings.fileName}#/crosspatch` } as const;
  const version = versionOf(file);
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= PATCH_VERSION) {
    const newer = fail('patch.newer-version', { version, known: PATCH_VERSION });
    if (version > PATCH_VERSION) findings.report(newer, place, 'warning');
    return version;
  }
  const reason = 'it does not say which format it has; it is read as a patch of today';
  findings.report(fail('patch.damaged-part', { where: findings.fileName, reason }), place, 'warning');
  if (version !== undefined) keeper.keep('/crosspatch', version);
  return PATCH_VERSION;
}
