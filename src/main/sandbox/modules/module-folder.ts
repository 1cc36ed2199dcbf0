import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';

/** Bytes of one module at most. */
export const MOST_BYTES = 1024 * 1024;
const MOST_FILES = 500;
const MOST_DEPTH = 5;

/** The folder that a script's modules come from. No path leads out of it: no "..", no link, no absolute path. */
export class ModuleFolder {
  constructor(readonly root: string) {}

  /** The absolute path behind a module path. Throws `sandbox.forbidden-path`. */
  async locate(path: string): Promise<string> {
    const reason = pathFault(path);
    if (reason !== undefined) throw fail('sandbox.forbidden-path', { path, reason });
    const root = await realpath(this.root).catch(() => this.root);
    const file = join(root, ...path.split('/'));
    const real = await nearestReal(file, root);
    if (real !== file)
      throw fail('sandbox.forbidden-path', { path, reason: 'it is a link, or lies behind one' });
    return file;
  }

  /** The text of a module; undefined when there is none. Throws `sandbox.forbidden-path`. */
  async read(path: string): Promise<string | undefined> {
    const file = await this.locate(path);
    try {
      const { size } = await stat(file);
      if (size > MOST_BYTES)
        throw fail('sandbox.forbidden-path', { path, reason: 'it is larger than 1 MiB' });
      return await readFile(file, 'utf8');
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    }
  }

  /** Write a module: the old text or the new one is there, never half of one. Throws `file.unwritable`. */
  async write(path: string, text: string): Promise<void> {
    const file = await this.locate(path);
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, text, { flush: true });
      await rename(temporary, file);
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw fail('file.unwritable', { file: path, reason: messageOf(thrown) }, thrown);
    }
  }

  /** Modules with one of these extensions, by path, sorted. */
  async list(extensions: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    const visit = async (folder: string, depth: number): Promise<void> => {
      const entries = await readdir(join(this.root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.name.startsWith('.') || entry.name === 'node_modules' || found.length >= MOST_FILES)
          continue;
        if (entry.isDirectory() && depth < MOST_DEPTH) await visit(path, depth + 1);
        else if (entry.isFile() && extensions.some(end => entry.name.endsWith(end))) found.push(path);
      }
    };
    await visit('', 0);
    return found.sort();
  }
}

function pathFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > 400) return 'it is too long';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\\')) return 'it is not relative';
  if (path.includes('\0')) return 'it contains a zero byte';
  if (path.split('/').some(part => part === '..' || part === '.' || part === '')) return 'it leads elsewhere';
  return undefined;
}

/** The real path of a file, or where it would be if its folders are followed as far as they exist. */
async function nearestReal(file: string, root: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (thrown) {
    if (!isMissing(thrown) || file === root || !file.includes(sep)) return file;
    return join(await nearestReal(dirname(file), root), file.slice(dirname(file).length + 1));
  }
}

function isMissing(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT';
}
