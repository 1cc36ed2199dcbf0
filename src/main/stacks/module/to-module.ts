import { processName } from './module-name.ts';
import type { ModuleAbout, ProcessSound, SoundModule } from './sound-module.ts';

/** A module out of what its file exports. `version` counts where the file states none. Throws an Error that says what is missing. */
export function toModule(name: string, exported: object, version = '1'): SoundModule {
  const wanted = processName(name);
  const members = exported as Readonly<Record<string, unknown>>;
  const process = members[wanted];
  if (typeof process !== 'function') throw new Error(`it does not export a function ${wanted}`);
  const about = readAbout(members.about);
  return {
    title: about.title ?? name,
    summary: about.summary ?? '',
    parameters: about.parameters ?? [],
    ...(about.check ? { check: about.check } : {}),
    ...(about.sources ? { sources: about.sources } : {}),
    name,
    version: about.version === undefined ? version : `${about.version}`,
    process: process as ProcessSound,
  };
}

function readAbout(about: unknown): Partial<ModuleAbout> {
  if (about === undefined) return {};
  if (typeof about !== 'object' || about === null) throw new Error("its export 'about' is no object");
  const { parameters } = about as Partial<ModuleAbout>;
  if (parameters === undefined) return about as Partial<ModuleAbout>;
  if (!Array.isArray(parameters)) throw new Error("'about.parameters' is no list");
  for (const spec of parameters as readonly unknown[]) {
    const { name, kind } = (spec ?? {}) as { name?: unknown; kind?: unknown };
    if (typeof name !== 'string' || typeof kind !== 'string') {
      throw new Error("an entry of 'about.parameters' has no name or kind");
    }
  }
  return about as Partial<ModuleAbout>;
}
