import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this program lies, in a checkout, in a build and in a package. */
export interface Program {
  /** The folder with package.json, examples and plugins. */
  readonly appFolder: string;
  readonly pageFolder: string;
  readonly preloadFile: string;
  readonly version: string;
}

/** Look upwards from this file for package.json: the build puts it at another depth than the source has. */
export function findProgram(start: string = dirname(fileURLToPath(import.meta.url))): Program {
  let folder = start;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return {
    appFolder: folder,
    pageFolder: join(folder, 'out', 'renderer'),
    preloadFile: join(folder, 'out', 'preload', 'index.cjs'),
    version,
  };
}
