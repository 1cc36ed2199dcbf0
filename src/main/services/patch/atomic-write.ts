import { randomUUID } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../../../shared/error/system-reason.ts';
import type { PatchFs } from './fs-port.ts';

const PERMISSIONS = 0o7777;

/**
 * Write a file so that at every moment, also after a crash or with a full disk, either the old or the new content is
 * there: a temporary file in the same folder is written, flushed and renamed, then the folder is flushed. Links are
 * followed and the file's mode is kept. Rejects with the file system's error; the file is then as it was.
 */
export async function writeAtomic(fs: PatchFs, path: string, data: string | Uint8Array): Promise<void> {
  const target = await realTarget(fs, path);
  const mode = await modeOf(fs, target);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await writeFlushed(fs, temporary, data);
    if (mode !== undefined) await fs.chmod(temporary, mode);
    await fs.rename(temporary, target);
  } catch (thrown) {
    await fs.unlink(temporary).catch(() => undefined);
    throw thrown;
  }
  await flushFolder(fs, dirname(target));
}

/** Where links lead, also one to a file that is not there yet. A circle of links rejects with ELOOP. */
async function realTarget(fs: PatchFs, path: string): Promise<string> {
  try {
    return await fs.realpath(path);
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') throw thrown;
    const next = await fs.readlink(path).catch(() => undefined);
    return next === undefined ? path : realTarget(fs, resolve(dirname(path), next));
  }
}

async function modeOf(fs: PatchFs, path: string): Promise<number | undefined> {
  try {
    return (await fs.stat(path)).mode & PERMISSIONS;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function writeFlushed(fs: PatchFs, path: string, data: string | Uint8Array): Promise<void> {
  const file = await fs.open(path, 'wx');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name is safe only when the folder is on disk too. Windows cannot flush a folder, and need not. */
async function flushFolder(fs: PatchFs, folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The content is safe; only the moment at which the name is on disk is left to the system.
  }
}
