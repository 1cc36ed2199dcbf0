import { resolve } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../../shared/patch/document.ts';
import { PATCH_ENDING, withPatchEnding } from '../../../shared/patch/file-name.ts';
import { parsePatch } from '../../../shared/patch/parse.ts';
import { sameDocument } from '../../../shared/patch/same.ts';
import { serialize } from '../../../shared/patch/serialize.ts';
import { DiskFile } from './disk-file.ts';
import type { PatchFs } from './fs-port.ts';
import { digestOf, nameOf, openPatchFile } from './patch-file.ts';
import type { SavedWork } from './recovery.ts';
import type { Session } from './session.ts';

/** The words of the file as they were read, for as long as nothing in them changed. */
interface Original {
  readonly document: PatchDocument;
  readonly bytes: Buffer;
}

/** Moves the session's document to and from files. Its steps must not run at the same time: the caller queues them. */
export class FileDesk {
  readonly disk: DiskFile;
  #original: Original | undefined;

  constructor(
    private readonly session: Session,
    private readonly fs: PatchFs,
  ) {
    this.disk = new DiskFile(fs);
  }

  /** Throws `patch.unsaved` unless nothing would be lost. */
  guard(discard: boolean): void {
    if (!discard && this.session.dirty) {
      throw fail('patch.unsaved', { name: this.session.home.name || 'the new patch' });
    }
  }

  fresh(): void {
    this.#original = undefined;
    this.disk.adopt(undefined, undefined);
    this.session.replace(EMPTY_PATCH, { path: undefined, name: '' }, true);
  }

  /** `accept` sees the document before anything changes, and may throw. Resolves to what is wrong with the file. */
  async open(
    given: string,
    discard: boolean,
    accept: (document: PatchDocument) => void,
  ): Promise<readonly ProblemReport[]> {
    const { document, problems, path, name, bytes } = await openPatchFile(this.fs, resolve(given));
    accept(document);
    // Edits may have come while the file was read.
    this.guard(discard);
    this.#original = bytes && { document, bytes };
    this.disk.adopt(path, bytes && digestOf(bytes));
    this.session.replace(document, { path, name }, true);
    return problems;
  }

  /** Open what was kept of unsaved work; it stays unsaved. */
  recover(work: SavedWork): readonly ProblemReport[] {
    const { document, problems } = parsePatch(work.text, work.name + PATCH_ENDING);
    this.#original = undefined;
    this.disk.adopt(work.path, work.base);
    this.session.replace(document, { path: work.path, name: work.name }, false);
    return problems;
  }

  /** Save under `given`, or where the patch lives. */
  async save(given: string | undefined, overwrite: boolean): Promise<void> {
    const path = given === undefined ? this.session.home.path : withPatchEnding(resolve(given));
    if (path === undefined) throw fail('patch.no-file', {});
    const { document } = this.session;
    await this.disk.save(path, this.#contentOf(document), overwrite);
    this.session.markSaved(document, { path, name: nameOf(path) });
  }

  /** What was not changed since it was read is written back byte for byte, also if it was laid out by hand. */
  #contentOf(document: PatchDocument): string | Buffer {
    const original = this.#original;
    if (original && sameDocument(original.document, document)) return original.bytes;
    return serialize(document);
  }
}
