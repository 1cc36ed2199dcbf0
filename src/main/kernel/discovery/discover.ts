import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { satisfies } from 'semver';
import { z } from 'zod';
import { messageOf } from '../../../shared/error/coded-error.ts';
import {
  type ContributionKind,
  type PackageSection,
  packageSection,
  PLUGIN_API_VERSION,
  SECTION_KEYS,
} from './package-manifest.ts';

/** A plugin that a package offers. Nothing of it has run yet. */
export interface Contribution {
  readonly kind: ContributionKind;
  readonly name: string;
  readonly title: string;
  /** Absolute path of the module, inside the package's folder. */
  readonly main: string;
  /** JSON schema of its configuration. */
  readonly configSchema: Readonly<Record<string, unknown>> | undefined;
  /** Services that a view needs. */
  readonly requires: readonly string[];
  readonly package: string;
  readonly version: string;
  readonly folder: string;
  readonly permissions: readonly string[];
  /** It shows how plugins are written, and is off until somebody switches it on. */
  readonly sample: boolean;
}

/** A package, or a plugin of one, that cannot be used, and why. */
export interface Rejected {
  readonly package: string;
  readonly folder: string;
  readonly reason: string;
}

export interface Discovery {
  readonly contributions: readonly Contribution[];
  readonly rejected: readonly Rejected[];
}

interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly section: PackageSection;
}

/**
 * Find plugins by the `crosspatch` section of package.json, in folders of packages (`*` and `@scope/*`). A package in a
 * later root replaces one of the same name in an earlier one. No code of any package runs.
 */
export async function discover(roots: readonly string[]): Promise<Discovery> {
  const packages = new Map<string, FoundPackage>();
  const rejected: Rejected[] = [];
  for (const root of roots) {
    for (const folder of await packageFolders(root)) {
      const found = await readPackage(folder);
      if (found === undefined) continue;
      if ('reason' in found) rejected.push(found);
      else packages.set(found.name, found);
    }
  }
  const contributions: Contribution[] = [];
  for (const one of packages.values()) await contribute(one, contributions, rejected);
  return { contributions, rejected };
}

async function packageFolders(root: string): Promise<readonly string[]> {
  const names = await entries(root);
  const nested = names.map(async name => {
    const folder = join(root, name);
    return name.startsWith('@') ? (await entries(folder)).map(inner => join(folder, inner)) : [folder];
  });
  return (await Promise.all(nested)).flat();
}

/** Folders below a folder, by name; none when it cannot be read, since most roots need not exist. */
async function entries(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found
      .filter(e => (e.isDirectory() || e.isSymbolicLink()) && !e.name.startsWith('.'))
      .map(e => e.name)
      .sort();
  } catch {
    return [];
  }
}

/** Undefined for a package that offers no plugins, or for a folder that is no package. */
async function readPackage(folder: string): Promise<FoundPackage | Rejected | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  // Cheap and exact enough: a package without the word has no section, and most of a node_modules has none.
  if (text === undefined || !text.includes('"crosspatch"')) return undefined;
  const reject = (reason: string): Rejected => ({
    package: folder.split(sep).at(-1) ?? folder,
    folder,
    reason,
  });
  try {
    const json: unknown = JSON.parse(text);
    const parsed = z
      .object({ name: z.string(), version: z.string().default('0.0.0'), crosspatch: z.unknown() })
      .safeParse(json);
    if (!parsed.success) return reject(`its package.json is incomplete: ${z.prettifyError(parsed.error)}`);
    const { name, version, crosspatch } = parsed.data;
    if (crosspatch === undefined) return undefined;
    const section = packageSection.safeParse(crosspatch);
    if (!section.success)
      return {
        ...reject(`its crosspatch section is wrong: ${z.prettifyError(section.error)}`),
        package: name,
      };
    const { apiVersion } = section.data;
    if (!satisfies(PLUGIN_API_VERSION, apiVersion)) {
      return {
        ...reject(`it is made for plugin API ${apiVersion}; this is ${PLUGIN_API_VERSION}`),
        package: name,
      };
    }
    return { name, version, folder, section: section.data };
  } catch (thrown) {
    return reject(`its package.json is no JSON: ${messageOf(thrown)}`);
  }
}

async function contribute(found: FoundPackage, into: Contribution[], rejected: Rejected[]): Promise<void> {
  for (const [key, kind] of Object.entries(SECTION_KEYS)) {
    const offered = found.section[key as keyof typeof SECTION_KEYS] ?? {};
    for (const [name, given] of Object.entries(offered)) {
      const { main, title, configSchema, requires } =
        typeof given === 'string'
          ? { main: given, title: undefined, configSchema: undefined, requires: undefined }
          : given;
      const reject = (reason: string) =>
        void rejected.push({ package: found.name, folder: found.folder, reason });
      const rival = into.find(one => one.kind === kind && one.name === name);
      const path = await insideOf(found.folder, main);
      if (rival) reject(`its ${kind} "${name}" is offered by ${rival.package} already`);
      else if (path === undefined)
        reject(`the file ${main} of its ${kind} "${name}" is missing or outside the package`);
      else {
        into.push({
          kind,
          name,
          title: title ?? name,
          main: path,
          configSchema,
          requires: requires ?? [],
          package: found.name,
          version: found.version,
          folder: found.folder,
          permissions: found.section.permissions ?? [],
          sample: found.section.sample ?? false,
        });
      }
    }
  }
}

/** The real path of a file if it exists inside the folder, links followed. */
async function insideOf(folder: string, file: string): Promise<string | undefined> {
  try {
    const base = await realpath(folder);
    const path = await realpath(join(base, file));
    return path.startsWith(base + sep) ? path : undefined;
  } catch {
    return undefined;
  }
}
