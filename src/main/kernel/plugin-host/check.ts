import { z } from 'zod';
import { messageOf } from '../../../shared/error/coded-error.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { GivenRelations, Row } from '../../../shared/directory/row-table.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { ServiceRequest } from '../../../shared/plugin/service.ts';
import type { Entry, Fields } from '../../../shared/plugin/source.ts';
import { MAX_ENTRIES } from './protocol.ts';

const MAX_TEXT = 2000;
/** Characters that one value of an entry may have. */
const MAX_VALUE = 1_000_000;

const relation = z.string().max(1000).nullish();
const relations = z.object({ instance: relation, channel: relation, address: relation });

const problem = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string().min(1).max(100),
  message: z.string().min(1).max(MAX_TEXT),
  help: z.string().max(MAX_TEXT).optional(),
});

/** What a plugin gave as an entry; throws when it is none. Values of fields that are no JSON become null. */
export function readRow(given: unknown): Row {
  const { fields, relations: related } = (given ?? {}) as Partial<Entry>;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new TypeError('it gave something that is no entry');
  const parsed = relations.safeParse(related ?? {});
  if (!parsed.success) throw new TypeError('an entry has relations of a wrong shape');
  return { fields: readFields(fields), relations: withoutNulls(parsed.data) };
}

/** A list of entries; throws when it is none. */
export function readRows(given: unknown): readonly Row[] {
  if (!Array.isArray(given)) throw new TypeError('it gave something that is no list of entries');
  if (given.length > MAX_ENTRIES) throw new RangeError(`it gave more than ${MAX_ENTRIES} entries`);
  return given.map(readRow);
}

/** Entries by key; throws when it is no such record. */
export function readRowsByKey(given: unknown): readonly (readonly [string, Row])[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError('it gave something that is no record of entries');
  const entries = Object.entries(given);
  if (entries.length > MAX_ENTRIES) throw new RangeError(`it gave more than ${MAX_ENTRIES} entries`);
  return entries.map(([key, value]) => [key, readRow(value)] as const);
}

/** A problem as a plugin may report it; its place is always the package. Undefined when it is none. */
export function readProblem(given: unknown, name: string): ProblemReport | undefined {
  const parsed = problem.safeParse(given);
  if (!parsed.success) return undefined;
  const { help, ...rest } = parsed.data;
  return { ...rest, ...(help === undefined ? {} : { help }), place: { kind: 'plugin', plugin: name } };
}

export function readRequest(given: unknown): ServiceRequest {
  const op = (given as { op?: unknown } | null | undefined)?.op;
  if (typeof given !== 'object' || typeof op !== 'string')
    throw new TypeError('a request is an object with an op');
  return given as ServiceRequest;
}

/** A plugin's events are its own: it cannot speak as a part of the program. */
export function isOwnEvent(event: unknown): event is string {
  return typeof event === 'string' && /^plugin\.[\w.-]{1,100}$/.test(event);
}

/** A text for people, whatever was given: an object could have a `toString` that is none. */
export function readText(given: unknown): string {
  return (typeof given === 'string' ? given : messageOf(given)).slice(0, MAX_TEXT);
}

/** The payload of a plugin's event, as JSON. */
export function readPayload(given: unknown): JsonValue {
  return readJson(given, 0);
}

function readFields(given: object): Fields {
  const fields: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const [key, value] of Object.entries(given)) fields[key] = readJson(value, 0);
  return fields;
}

/** Structured clones may hold what JSON cannot: maps, dates, big integers, circles. */
function readJson(value: unknown, depth: number): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.slice(0, MAX_VALUE);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || depth > 20) return null;
  if (Array.isArray(value)) return value.map(item => readJson(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readJson(item, depth + 1)]));
}

function withoutNulls(given: z.infer<typeof relations>): GivenRelations {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
}
