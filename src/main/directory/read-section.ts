import { z } from 'zod';
import { fail } from '../../shared/error/coded-error.ts';
import { problemOf, type ProblemReport } from '../../shared/error/problem.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import { isList, isObject, own } from '../../shared/patch/json.ts';
import type { Display, Profile } from '../../shared/plugin/profile.ts';
import type { SourceConfig } from '../../shared/plugin/source.ts';

/** The directory's part of a patch, or of the user's settings. */
export interface DirectorySection {
  readonly sources: readonly SourceConfig[];
  readonly profiles: readonly Profile[];
  readonly displays: readonly Display[];
  /** Names given by hand, by `instance.channel`. */
  readonly names: ReadonlyMap<string, string>;
}

export interface ReadSection extends DirectorySection {
  readonly problems: readonly ProblemReport[];
}

const name = z.string().trim().min(1).max(512);
/** null and '' are passed over, as they always were. */
const columns = z.array(z.string().max(128).nullable()).max(1000).optional();

const sourceSchema = z.looseObject({
  name,
  backend: z.string().min(1).max(200),
  unique_column: z.string().max(128).nullish(),
  searched_columns: columns,
  first_matched_columns: columns,
  format_columns: z.record(z.string().min(1).max(128), z.string().max(10_000)).optional(),
  enabled: z.boolean().optional(),
  bind: z
    .strictObject({ instance: z.string().min(1).max(200), channel: z.string().max(200).optional() })
    .optional(),
});

const service = z.strictObject({
  sources: z.array(z.strictObject({ name })),
  options: z.strictObject({ timeout: z.number().positive().finite().max(3600).nullish() }).optional(),
});

const profileSchema = z.strictObject({
  name,
  display: z.union([name, z.strictObject({ name }).transform(display => display.name)]),
  services: z.record(z.string(), service),
});

const displaySchema = z.strictObject({
  name,
  columns: z
    .array(
      z
        .strictObject({
          field: z.string().max(128).nullish(),
          title: z.string().max(200).nullish(),
          type: z.string().max(128).nullish(),
          default: z.json().optional(),
          number_display: z.string().max(200).nullish(),
        })
        .refine(column => Object.keys(column).length > 0, 'a column says nothing'),
    )
    .min(1),
});

/** Check one source; throws `directory.bad-source` or `directory.no-name`. `where` is for people. */
export function checkSource(given: unknown, where: string): SourceConfig {
  const parsed = sourceSchema.safeParse(given);
  if (parsed.success) return parsed.data as SourceConfig;
  const source = nameOf(given);
  if (source === '') throw fail('directory.no-name', { where });
  throw fail('directory.bad-source', { source, where, reason: reasonOf(parsed.error) });
}

/** Check one profile; throws `directory.bad-profile`. */
export function checkProfile(given: unknown): Profile {
  const parsed = profileSchema.safeParse(given);
  if (parsed.success) return parsed.data as Profile;
  throw fail('directory.bad-profile', { profile: nameOf(given), reason: reasonOf(parsed.error) });
}

/** Check one display; throws `directory.bad-display`. */
export function checkDisplay(given: unknown): Display {
  const parsed = displaySchema.safeParse(given);
  if (parsed.success) return parsed.data as Display;
  throw fail('directory.bad-display', { display: nameOf(given), reason: reasonOf(parsed.error) });
}

/** Read a section as far as it can be read; what is wrong is a problem each, and is left as it is. */
export function readSection(value: JsonValue | undefined, where: string): ReadSection {
  const problems: ProblemReport[] = [];
  const complain = (thrown: unknown) =>
    void problems.push(problemOf(thrown, { kind: 'plugin', plugin: 'directory' }));
  const bad = (reason: string) => complain(fail('directory.bad-section', { where, reason }));
  const section = isObject(value) ? value : {};
  if (value !== undefined && !isObject(value)) bad('it is no object');
  const list = <T>(key: string, check: (item: JsonValue) => T): T[] => {
    const given = own(section, key);
    if (given !== undefined && !isList(given)) bad(`"${key}" is no list`);
    return (isList(given) ? given : []).flatMap(item => {
      try {
        return [check(item)];
      } catch (thrown) {
        complain(thrown);
        return [];
      }
    });
  };
  return {
    sources: list('sources', item => checkSource(item, where)),
    profiles: list('profiles', checkProfile),
    displays: list('displays', checkDisplay),
    names: readNames(own(section, 'names')),
    problems,
  };
}

function readNames(value: JsonValue | undefined): ReadonlyMap<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return new Map(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''),
  );
}

function nameOf(given: unknown): string {
  const value = (given as { name?: unknown } | null | undefined)?.name;
  return typeof value === 'string' ? value.trim().slice(0, 512) : '';
}

function reasonOf(error: z.ZodError): string {
  return z
    .prettifyError(error)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^✖ /, '')
    .slice(0, 300);
}
