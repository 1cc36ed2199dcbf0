import * as promises from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { FileEntry, FolderListing } from '../../../shared/contract/calls/host.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { systemReason } from '../../../shared/error/system-reason.ts';
import type { ServicePlugin } from '../../../shared/plugin/service.ts';
import { type Example, listExamples } from './examples.ts';

export interface FilesDeps {
  /** The folder of the examples that come with the program. */
  readonly examples: string;
  /** Nothing above this folder is listed; the whole machine when absent. */
  readonly top?: string;
  /** Where listing begins when no path is given; the user's home when absent. */
  readonly start?: () => string | undefined;
}

/** Most entries of a folder that are listed. */
const MOST = 5000;

/** Folders of the machine where the engine runs, for the file dialog of a browser window, and the examples. */
export function createFilesService(deps: FilesDeps): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'files', title: 'Files' },
    load() {
      return async (request): Promise<FolderListing | readonly Example[]> => {
        if (request.op === 'examples') return listExamples(deps.examples);
        if (request.op !== 'list') throw fail('contract.unknown-call', { name: `files.${request.op}` });
        const { path, extensions } = request as { path?: string; extensions?: readonly string[] };
        return listFolder(resolve(path ?? deps.start?.() ?? homedir()), extensions, deps.top);
      };
    },
  };
}

/** Folders first, then files, each by name. Hidden ones and files of other extensions are left out. */
async function listFolder(
  path: string,
  extensions: readonly string[] | undefined,
  top: string | undefined,
): Promise<FolderListing> {
  if (top !== undefined && isOutside(path, top)) throw fail('file.forbidden', { file: path });
  const entries = await readFolder(path, extensions);
  const above = dirname(path);
  const atTop = above === path || (top !== undefined && isOutside(above, top));
  return { path, parent: atTop ? undefined : above, entries };
}

async function readFolder(path: string, extensions: readonly string[] | undefined): Promise<FileEntry[]> {
  try {
    const names = (await promises.readdir(path)).filter(name => !name.startsWith('.')).slice(0, MOST);
    const entries = await Promise.all(names.map(name => entryOf(path, name)));
    const wanted = (entry: FileEntry) => entry.folder || !extensions || hasExtension(entry.name, extensions);
    return entries.filter(entry => entry !== undefined && wanted(entry)).sort(byKindAndName) as FileEntry[];
  } catch (thrown) {
    throw fail('file.unreadable', { file: path, reason: systemReason(thrown) }, thrown);
  }
}

/** Undefined for what is neither file nor folder, or is gone meanwhile. */
async function entryOf(folder: string, name: string): Promise<FileEntry | undefined> {
  const path = join(folder, name);
  try {
    const stat = await promises.stat(path);
    if (!stat.isFile() && !stat.isDirectory()) return undefined;
    return { name, path, folder: stat.isDirectory(), modifiedAt: stat.mtimeMs, size: stat.size };
  } catch {
    return undefined;
  }
}

/** With or without a dot before it, in capitals or not. */
function hasExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return extensions.some(extension => lower.endsWith(`.${extension.replace(/^\./, '').toLowerCase()}`));
}

function byKindAndName(a: FileEntry | undefined, b: FileEntry | undefined): number {
  if (!a || !b) return 0;
  return Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, 'en', { numeric: true });
}

function isOutside(path: string, top: string): boolean {
  const way = relative(resolve(top), path);
  return way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way);
}
