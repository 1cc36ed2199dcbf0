import { constants } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { StackProvenance } from '../../../shared/contract/calls/stacks.ts';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import { isSoundName } from '../../stacks/audio/formats.ts';
import { readJobFile } from '../../stacks/cache/job-file.ts';

export interface ExportRequest {
  /** A result, as a job named it. */
  readonly file: string;
  readonly to: string;
  readonly sidecar?: boolean;
  readonly overwrite?: boolean;
}

/** What the job file of a result tells. Only results of this cache have one that is read. */
export function provenanceOf(cacheFolder: string, file: string): StackProvenance {
  const way = relative(cacheFolder, resolve(file));
  if (way.startsWith('..') || isAbsolute(way)) throw fail('stack.no-such-file', { file });
  const job = readJobFile(file);
  if (!job) throw fail('stack.no-such-file', { file });
  const { source_files: sources, stack, versions, seed, cache_expiration: expiration } = job;
  return { file, sources, stack, versions, seed, expires: expiration?.date ?? null };
}

/** Copy a result out of the cache, with its provenance beside it when that is wanted. */
export async function exportResult(
  cacheFolder: string,
  request: ExportRequest,
): Promise<{ readonly written: readonly string[] }> {
  const { file, to, sidecar = false, overwrite = false } = request;
  const provenance = provenanceOf(cacheFolder, file);
  if (!isAbsolute(to) || !isSoundName(to)) throw fail('stack.unsupported-format', { file: to });
  const beside = `${to}.json`;
  await write(to, () => copyFile(file, to, overwrite ? 0 : constants.COPYFILE_EXCL));
  if (!sidecar) return { written: [to] };
  const text = JSON.stringify({ ...provenance, file: to, exported: new Date().toISOString() }, undefined, 2);
  await write(beside, () => writeFile(beside, `${text}\n`, { flag: overwrite ? 'w' : 'wx' }));
  return { written: [to, beside] };
}

async function write(file: string, fn: () => Promise<void>): Promise<void> {
  try {
    await fn();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fail('file.exists', { file }, error);
    throw fail('file.unwritable', { file, reason: messageOf(error) }, error);
  }
}
