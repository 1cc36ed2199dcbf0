import { dirname, join } from 'node:path';
import type { RecentFile } from '../../../shared/contract/calls/patch.ts';
import { writeAtomic } from './atomic-write.ts';
import type { PatchFs } from './fs-port.ts';
import { nameOf } from './patch-file.ts';

const MOST = 20;

/** The files that were open last, kept in the user's data. */
export class RecentFiles {
  readonly #file: string;

  constructor(
    private readonly fs: PatchFs,
    folder: string,
  ) {
    this.#file = join(folder, 'recent.json');
  }

  /** The newest first; files that are gone are left out. */
  async list(): Promise<readonly RecentFile[]> {
    const known = await this.#read();
    const there = await Promise.all(
      known.map(({ path }) =>
        this.fs.stat(path).then(
          stat => stat.isFile(),
          () => false,
        ),
      ),
    );
    return known.filter((_, index) => there[index]);
  }

  async add(path: string, openedAt: number): Promise<void> {
    const others = (await this.#read()).filter(file => file.path !== path);
    const list = [{ path, name: nameOf(path), openedAt }, ...others].slice(0, MOST);
    await this.fs.mkdir(dirname(this.#file), { recursive: true });
    await writeAtomic(this.fs, this.#file, `${JSON.stringify(list, null, 2)}\n`);
  }

  /** A list that cannot be read is an empty one: it is only a convenience. */
  async #read(): Promise<readonly RecentFile[]> {
    try {
      const value: unknown = JSON.parse(await this.fs.readFile(this.#file, 'utf8'));
      return Array.isArray(value) ? value.filter(isRecent) : [];
    } catch {
      return [];
    }
  }
}

function isRecent(value: unknown): value is RecentFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, name, openedAt } = value as Partial<Record<keyof RecentFile, unknown>>;
  return typeof path === 'string' && typeof name === 'string' && typeof openedAt === 'number';
}
