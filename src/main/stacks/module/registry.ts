import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import { isModuleName, MODULE_EXTENSIONS, moduleOfFile } from './module-name.ts';
import type { Parameters, SoundModule } from './sound-module.ts';

/** A module as a plan needs it. Those of users are known by what their worker told. */
export type KnownModule = StackModuleInfo &
  Pick<SoundModule, 'check'> & { /** It has further sounds to ask for. */ readonly asksForSources: boolean };

/** What a worker tells about a module file. */
export type Description = Pick<
  KnownModule,
  'title' | 'summary' | 'version' | 'parameters' | 'asksForSources'
>;

export interface ModuleFolder {
  readonly path: string;
  readonly origin: 'user' | 'patch';
}

export interface RegistryOptions {
  readonly builtIn: ReadonlyMap<string, SoundModule>;
  /** Where modules of the user are looked for, the first place first. Asked at every query. */
  folders(): readonly ModuleFolder[];
  /** Load a module file in a worker and say what it is; rejects when it is none. */
  describe(name: string, file: string): Promise<Description>;
  /** What a module asks for beside its input; runs in a worker, for it may be any code. */
  sources(module: KnownModule, origin: string, parameters: Parameters): Promise<readonly unknown[]>;
  /** A module file is new or has changed: workers that hold an older one must go. */
  changed(file: string): void;
}

interface Seen {
  readonly stamp: string;
  readonly module: Promise<KnownModule>;
}

/**
 * Finds modules by the names of their files, at every query anew: a file that was put in place a moment ago is found,
 * one that was edited is loaded again, without a restart. The program's own names cannot be taken.
 */
export class ModuleRegistry {
  readonly #options: RegistryOptions;
  readonly #seen = new Map<string, Seen>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  async find(name: string): Promise<KnownModule | undefined> {
    const own = this.#options.builtIn.get(name);
    if (own) {
      const asksForSources = own.sources !== undefined;
      return { ...own, origin: 'app', file: undefined, fault: '', asksForSources };
    }
    if (!isModuleName(name)) return undefined;
    for (const folder of this.#options.folders()) {
      for (const extension of MODULE_EXTENSIONS) {
        const found = await this.#look(
          name,
          join(folder.path, `vt_module_${name}.${extension}`),
          folder.origin,
        );
        if (found) return found;
      }
    }
    return undefined;
  }

  async sourcesOf(module: KnownModule, origin: string, parameters: Parameters): Promise<readonly unknown[]> {
    if (!module.asksForSources) return [];
    const asked: unknown = await this.#options.sources(module, origin, parameters);
    return Array.isArray(asked) ? asked : [];
  }

  /** Every module that can be used now, and those whose files cannot be loaded, with the reason. */
  async list(): Promise<readonly StackModuleInfo[]> {
    const names = new Set(this.#options.builtIn.keys());
    for (const folder of this.#options.folders()) {
      const files = await readdir(folder.path).catch(() => []);
      for (const file of files) {
        const name = moduleOfFile(file);
        if (name !== undefined) names.add(name);
      }
    }
    const found = await Promise.all([...names].map(name => this.find(name)));
    return found.filter(module => module !== undefined).map(infoOf);
  }

  async #look(name: string, file: string, origin: 'user' | 'patch'): Promise<KnownModule | undefined> {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const stamp = `${found.mtimeNs}/${found.size}`;
    const seen = this.#seen.get(file);
    if (seen?.stamp === stamp) return seen.module;
    if (seen) this.#options.changed(file);
    const module = this.#describe(name, file, origin);
    this.#seen.set(file, { stamp, module });
    return module;
  }

  async #describe(name: string, file: string, origin: 'user' | 'patch'): Promise<KnownModule> {
    try {
      // The digest is the version: an edited module never finds the results of its former self.
      const digest = createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
        .slice(0, 16);
      const about = await this.#options.describe(name, file);
      return { ...about, version: `${about.version}+${digest}`, name, origin, file, fault: '' };
    } catch (error) {
      const { code, message, details } = toCodedError(error);
      // What an unknown error says is enough: that it was unexpected is not the user's concern here.
      const fault = code === 'internal.unexpected' ? String(details.what) : message;
      return {
        name,
        title: name,
        summary: '',
        version: '',
        origin,
        file,
        parameters: [],
        fault,
        asksForSources: false,
      };
    }
  }
}

function infoOf(module: KnownModule): StackModuleInfo {
  const { name, title, summary, version, origin, file, parameters, fault } = module;
  return { name, title, summary, version, origin, file, parameters, fault };
}
