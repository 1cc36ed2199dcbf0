import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { systemReason } from '../../../shared/error/system-reason.ts';
import { problemOf, type ProblemReport } from '../../../shared/error/problem.ts';
import { withLayout } from '../../../shared/patch/auto-layout.ts';
import type { Included } from '../../../shared/patch/cfg/cfg-reader.ts';
import { parseCfg } from '../../../shared/patch/cfg/parse-cfg.ts';
import type { PatchDocument } from '../../../shared/patch/document.ts';
import { PATCH_ENDING } from '../../../shared/patch/file-name.ts';
import { parsePatch } from '../../../shared/patch/parse.ts';
import { decodeText } from './decode-text.ts';
import type { PatchFs } from './fs-port.ts';

/** More than this is no patch; reading it would stop the engine for long. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A file as it was read, and what is in it. */
export interface OpenedFile {
  readonly document: PatchDocument;
  readonly problems: readonly ProblemReport[];
  /** Where it is saved: a MIDIMonster file is never written, its patch goes beside it. */
  readonly path: string;
  readonly name: string;
  /** The content of `path`; undefined when there is no such file yet or it was never read. */
  readonly bytes: Buffer | undefined;
}

/** Read a patch or a MIDIMonster configuration. Rejects with `file.unreadable` or `patch.not-json`. */
export async function openPatchFile(fs: PatchFs, path: string): Promise<OpenedFile> {
  const bytes = await readWhole(fs, path);
  const { text, guessed } = decodeText(bytes);
  const isCfg = extname(path).toLowerCase() === '.cfg';
  const parsed = isCfg ? parseCfg(text, path, includeFile) : parsePatch(text, basename(path));
  const document = withLayout(parsed.document);
  const problems = guessed ? [guessedEncoding(path), ...parsed.problems] : parsed.problems;
  const name = nameOf(path);
  if (!isCfg) return { document, problems, path, name, bytes };
  return { document, problems, path: join(dirname(path), name + PATCH_ENDING), name, bytes: undefined };
}

function guessedEncoding(path: string): ProblemReport {
  const place = { kind: 'file', file: path } as const;
  return problemOf(fail('file.not-utf8', { file: basename(path) }), place, 'warning');
}

/** A file name without folder and extension, as a patch is called. */
export function nameOf(path: string): string {
  return basename(path, extname(path));
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readWhole(fs: PatchFs, path: string): Promise<Buffer> {
  try {
    const stat = await fs.stat(path);
    // A pipe or a device would never end.
    if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is not a plain file');
    if (stat.size > MAX_BYTES) throw new Error('it is too large for a patch');
    return await fs.readFile(path);
  } catch (thrown) {
    throw fail('file.unreadable', { file: path, reason: systemReason(thrown) }, thrown);
  }
}

/** Included files are few and small; reading them at once keeps the reader a pure function. */
function includeFile(path: string, from: string): Included {
  const file = isAbsolute(path) ? path : resolve(dirname(from), path);
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return { reason: 'it is not a plain file' };
    if (stat.size > MAX_BYTES) return { reason: 'it is too large' };
    return { file, text: decodeText(readFileSync(file)).text };
  } catch (thrown) {
    return { reason: systemReason(thrown) };
  }
}
