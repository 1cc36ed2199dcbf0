import { extname } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { systemCode, systemReason } from '../../../shared/error/system-reason.ts';
import { writeAtomic } from './atomic-write.ts';
import type { PatchFs } from './fs-port.ts';
import { digestOf } from './patch-file.ts';

/** The bits of a file's mode that let anybody write. */
const ANY_WRITE = 0o222;

/** The file behind the open patch: what it held when we last read or wrote it, and whether that is still so. */
export class DiskFile {
  #path: string | undefined;
  /** Undefined when we have never read or written it: then it must not be there. */
  #digest: string | undefined;
  /** Size and times at the last look, so that a look costs no reading. */
  #seen = '';

  constructor(private readonly fs: PatchFs) {}

  get path(): string | undefined {
    return this.#path;
  }
  get digest(): string | undefined {
    return this.#digest;
  }

  /** Another file is open now; `digest` is that of its content as we know it. */
  adopt(path: string | undefined, digest: string | undefined): void {
    this.#path = path;
    this.#digest = digest;
    this.#seen = '';
  }

  /**
   * Write `data` to `path` and make it the file behind the patch. Rejects with `file.exists` or
   * `file.changed-on-disk` unless `overwrite`, and with `file.unwritable`, also for a file that is write-protected;
   * the file is then as it was.
   */
  async save(path: string, data: string | Uint8Array, overwrite: boolean): Promise<void> {
    try {
      if (extname(path).toLowerCase() === '.cfg')
        throw new Error('a MIDIMonster file is read but never written');
      if ((await this.#isThere(path)) && !overwrite) await this.#guard(path);
      await writeAtomic(this.fs, path, data);
    } catch (thrown) {
      if (!(thrown instanceof Error) || thrown.name === 'CodedError') throw thrown;
      throw fail('file.unwritable', { file: path, reason: systemReason(thrown) }, thrown);
    }
    this.adopt(path, digestOf(Buffer.from(data)));
  }

  /** True when another program has changed the file since; a file that is gone is no change to be afraid of. */
  async changed(): Promise<boolean> {
    const path = this.#path;
    if (path === undefined || this.#digest === undefined) return false;
    if ((await this.#look(path)) === '') return false;
    return digestOf(await this.fs.readFile(path)) !== this.#digest && this.#path === path;
  }

  /** As `changed`, but says undefined without reading the file when it looks as at the last time. */
  async changedSinceLook(): Promise<boolean | undefined> {
    const path = this.#path;
    if (path === undefined || this.#digest === undefined) return undefined;
    const seen = await this.#look(path);
    if (seen === this.#seen || this.#path !== path) return undefined;
    this.#seen = seen;
    return this.changed();
  }

  /** Is there a file that may be replaced? A rename would replace a write-protected one too, against its owner's will. */
  async #isThere(path: string): Promise<boolean> {
    try {
      const stat = await this.fs.stat(path);
      if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is not a plain file');
      if ((stat.mode & ANY_WRITE) === 0) throw new Error('it is write-protected');
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return false;
      throw thrown;
    }
  }

  async #guard(path: string): Promise<void> {
    const onDisk = digestOf(await this.fs.readFile(path));
    if (path !== this.#path || this.#digest === undefined) throw fail('file.exists', { file: path });
    if (onDisk !== this.#digest) throw fail('file.changed-on-disk', { file: path });
  }

  /** How the file looks from outside; empty when there is none that could be read. */
  async #look(path: string): Promise<string> {
    try {
      const stat = await this.fs.stat(path);
      return stat.isFile() ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : '';
    } catch {
      return '';
    }
  }
}
