import { fail } from '../../../../shared/error/coded-error.ts';
import { stripTypes } from './typescript.ts';

/** Modules that are not files. */
const BUILT_IN: Readonly<Record<string, string>> = {
  midimonster: apiModule('midimonster'),
  crosspatch: apiModule('crosspatch'),
  socket: socketModule(),
  net: socketModule(),
};

function apiModule(name: string): string {
  const functions =
    'output, inputvalue, outputvalue, current, timestamp, interval, manage, channels, cleanup_handler';
  return `const api = globalThis.${name};\nexport default api;\nexport const { ${functions} } = api;`;
}
function socketModule(): string {
  return 'export const { Socket, connect, listen, udp } = globalThis.__socket;';
}

/** Finds and prepares the modules of one load. Everything is looked up through `source`, which guards the folder. */
export class ModuleLoader {
  readonly #texts = new Map<string, string | undefined>();

  constructor(private readonly source: (path: string) => string | undefined) {}

  /** The canonical name behind `specifier` as written in `base`. Throws words for the user. */
  normalize(base: string, specifier: string): string {
    if (Object.hasOwn(BUILT_IN, specifier)) return specifier;
    const relative = specifier.startsWith('./') || specifier.startsWith('../');
    const entry = base.startsWith('<');
    if (!relative && !entry) throw fail('sandbox.no-module', { module: specifier, base });
    const folder = entry || !base.includes('/') ? '' : base.slice(0, base.lastIndexOf('/') + 1);
    const path = joinPath(folder + specifier);
    const found = path === undefined ? undefined : this.find(path);
    if (found === undefined) throw fail('sandbox.no-module', { module: specifier, base });
    return found;
  }

  /** A file by its path with or without extension. */
  find(path: string): string | undefined {
    const tries = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`, path.replace(/\.js$/, '.ts')];
    return tries.find(name => /\.[cm]?[jt]s$/.test(name) && this.#text(name) !== undefined);
  }

  /** JavaScript of a module. Throws words for the user. */
  load(name: string): string {
    const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
    if (builtIn !== undefined) return builtIn;
    const text = this.#text(name);
    if (text === undefined) throw fail('sandbox.no-module', { module: name, base: name });
    return /\.[cm]?ts$/.test(name) ? stripTypes(text, name) : text;
  }

  /** Where a module asks for another. */
  placeOf(base: string, specifier: string): { file?: string; line?: number } {
    const lines = this.#texts.get(base)?.split('\n') ?? [];
    const at = lines.findIndex(line => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
    return at < 0 ? {} : { file: base, line: at + 1 };
  }

  #text(name: string): string | undefined {
    if (!this.#texts.has(name)) this.#texts.set(name, this.source(name));
    return this.#texts.get(name);
  }
}

/** `a/./b/../c` as `a/c`; undefined when it would leave the folder. */
export function joinPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
