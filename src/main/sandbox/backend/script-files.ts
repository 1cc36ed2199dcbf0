import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { ModuleFolder } from '../modules/module-folder.ts';
import { fileOf } from './config.ts';
import type { Language } from './language.ts';

/**
 * The module files of an instance. They lie in the folder of the patch file; while a patch has no file, in a folder of
 * the user's data, from which they move over when the patch is first run from its file.
 */
export class ScriptFiles {
  #folder: ModuleFolder;
  readonly #unsaved: ModuleFolder;
  #ahead = new Map<string, Promise<string | undefined>>();

  constructor(
    instance: string,
    patchFolder: string | undefined,
    dataFolder: string,
    private readonly language: Language,
  ) {
    const unsaved = join(dataFolder, 'unsaved', encodeURIComponent(instance));
    this.#unsaved = new ModuleFolder(unsaved);
    this.#folder = patchFolder === undefined ? this.#unsaved : new ModuleFolder(patchFolder);
  }

  get folder(): ModuleFolder {
    return this.#folder;
  }

  /** The patch lies elsewhere from now on: take these modules along. What is there already stays. */
  async moveTo(patchFolder: string | undefined, modules: Iterable<string>): Promise<void> {
    const before = this.#folder;
    const after = patchFolder === undefined ? this.#unsaved : new ModuleFolder(patchFolder);
    if (after.root === before.root) return;
    for (const path of modules) {
      const text = await before.read(path).catch(() => undefined);
      if (text === undefined || (await after.read(path)) !== undefined) continue;
      await after.write(path, text);
    }
    this.#folder = after;
  }

  async open(modules: readonly string[]): Promise<void> {
    if (this.folder === this.#unsaved) {
      await mkdir(this.folder.root, { recursive: true });
      return;
    }
    for (const path of modules) await this.#adopt(fileOf(path, this.language)).catch(() => undefined);
  }

  read(path: string): Promise<string | undefined> {
    return this.folder.read(path);
  }

  /** Begin to read what the next load asks for first: meanwhile its thread starts. */
  readAhead(paths: readonly string[]): void {
    this.#ahead = new Map(paths.map(path => [path, this.read(path)]));
    for (const reading of this.#ahead.values()) reading.catch(() => undefined);
  }

  /** For a load: what was read ahead, once, or what is there now. */
  take(path: string): Promise<string | undefined> {
    const reading = this.#ahead.get(path) ?? this.read(path);
    this.#ahead.delete(path);
    return reading;
  }

  /**
   * Write a module. With `expected`, the digest of the text that the change started from: refused when the file is
   * another by now.
   */
  async write(path: string, text: string, expected: string | undefined): Promise<void> {
    const before = await this.folder.read(path);
    if (expected !== undefined && before !== undefined && digestOf(before) !== expected) {
      throw fail('sandbox.changed-on-disk', { file: path });
    }
    await this.folder.write(path, text);
  }

  list(): Promise<string[]> {
    return this.folder.list(this.language.extensions);
  }

  async #adopt(file: string): Promise<void> {
    const text = await this.#unsaved.read(file);
    if (text !== undefined && (await this.folder.read(file)) === undefined)
      await this.folder.write(file, text);
  }
}

/** A short name for a text, to tell whether it changed. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
