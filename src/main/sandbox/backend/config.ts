import type { ProblemReport } from '../../../shared/error/problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { type Language, withoutExtension } from './language.ts';

export interface ScriptConfig {
  /** Module paths as the engine finds them: without "./", with or without extension. */
  readonly modules: readonly string[];
  readonly defaultHandler: string | undefined;
  readonly safeState: 'hold' | 'zero';
  /** Matches outputs that are released whenever the script is stopped. */
  readonly release: RegExp;
  /** A thread of its own. */
  readonly isolated: boolean;
  readonly problems: readonly ProblemReport[];
}

/** Read the options of an instance. Modules may be written with or without their extension, as in MIDIMonster. */
export function readScriptConfig(instance: string, language: Language, raw: Options): ScriptConfig {
  const { manifest, moduleOption } = language;
  const read = readOptions({ instance, backend: manifest.name }, manifest.options, raw);
  const options: Readonly<Record<string, unknown>> = read.options;
  const handler = textOf(options['default-handler']);
  return {
    modules: listOf(options[moduleOption]).map(path => path.replace(/^(\.\/)+/, '')),
    defaultHandler: handler === '' ? undefined : handler,
    safeState: options['safe-state'] === 'zero' ? 'zero' : 'hold',
    release: wildcards(listOf(options['release'])),
    isolated: options['isolated'] === true,
    problems: read.problems,
  };
}

/** The file that a new module of this path gets. */
export function fileOf(path: string, language: Language): string {
  const bare = withoutExtension(path, language.extensions);
  return bare === path ? path + (language.extensions[0] ?? '') : path;
}

function wildcards(patterns: readonly string[]): RegExp {
  const sources = patterns.map(pattern => pattern.split('*').map(escapeRegExp).join('.*'));
  return new RegExp(sources.length === 0 ? '^(?!)' : `^(?:${sources.join('|')})$`, 'i');
}
function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).filter(text => text !== '') : [];
}
