import type { SourceBackendInfo } from '../../../shared/contract/calls/directory.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { OptionValue } from '../../../shared/patch/options.ts';
import type { SourceConfig } from '../../../shared/plugin/source.ts';
import { freeName } from '../../model/list-moves.ts';

/** The columns as one writes them in a field: separated by commas. */
export function writeColumns(columns: SourceConfig['searched_columns']): string {
  return (columns ?? []).filter(Boolean).join(', ');
}

/** Undefined for an empty field: then the back-end's own columns count. */
export function readColumns(text: string): readonly string[] | undefined {
  const columns = text
    .split(',')
    .map(column => column.trim())
    .filter(column => column !== '');
  return columns.length === 0 ? undefined : columns;
}

/** What a file is called, without folder and ending: the natural name of a sheet. */
export function sheetName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? '').replace(/\.[^.]*$/, '');
}

/** An option of the configuration as a form shows it; what is no scalar and no list of them is left to the file. */
export function optionOf(config: SourceConfig, name: string): OptionValue | undefined {
  const value: JsonValue | undefined = config[name];
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  return Array.isArray(value) && value.every(isScalar) ? (value as OptionValue) : undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** The configuration with one option set; an absent value takes it out. */
export function withOption(config: SourceConfig, name: string, value: JsonValue | undefined): SourceConfig {
  const { [name]: _, ...others } = config;
  return (value === undefined ? others : { ...others, [name]: value }) as SourceConfig;
}

/** The template of the column that names an entry. */
export function withTemplate(config: SourceConfig, template: string): SourceConfig {
  const { reverse: _, ...others } = config.format_columns ?? {};
  const columns = template === '' ? others : { ...others, reverse: template };
  return withOption(config, 'format_columns', Object.keys(columns).length === 0 ? undefined : columns);
}

/** A new configuration of a back-end, bound to a device if it is for one. */
export function newSource(
  backend: SourceBackendInfo,
  taken: readonly string[],
  instance: string | undefined,
): SourceConfig {
  const bound = backend.binds && instance !== undefined;
  return {
    name: freeName(bound ? instance : backend.title, taken),
    backend: backend.name,
    ...(bound ? { bind: { instance } } : {}),
  };
}

/** A file beside the patch, or below it, is written from there: the two travel together. */
export function besidePatch(path: string, patch: string | undefined): string {
  const cut = Math.max(patch?.lastIndexOf('/') ?? -1, patch?.lastIndexOf('\\') ?? -1);
  const folder = patch?.slice(0, cut + 1) ?? '';
  return folder !== '' && path.startsWith(folder) ? path.slice(folder.length) : path;
}
