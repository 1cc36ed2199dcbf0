import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Editors write in several steps; wait until they are through. */
const SETTLE = 80;

/** Tells when one of a set of files may have changed. It watches their folders: editors replace files. */
export class ModuleWatcher {
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly root: string,
    private readonly changed: () => void,
    private readonly failed: (reason: string) => void,
  ) {}

  /** Watch the folders of exactly these module paths. */
  set(paths: Iterable<string>): void {
    const folders = new Set([this.root]);
    for (const path of paths) folders.add(dirname(join(this.root, path)));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#open(folder);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#note());
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch (thrown) {
      this.failed(String(thrown));
    }
  }

  #note(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.changed(), SETTLE);
    this.#timer.unref();
  }
}
