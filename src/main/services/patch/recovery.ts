import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Recovery } from '../../../shared/contract/calls/patch.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { writeAtomic } from './atomic-write.ts';
import type { PatchFs } from './fs-port.ts';
import { isAlive, ownProcess, type ProcessMark } from './process-life.ts';

/** Unsaved work as it lies in the user's data. */
export interface SavedWork {
  readonly path: string | undefined;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly savedAt: number;
  /** Digest of the file that the work began with. */
  readonly base: string | undefined;
  readonly text: string;
}

interface Stored extends SavedWork {
  readonly process: ProcessMark;
}

const FILE = /^([0-9a-f-]{36})\.json$/;

/** Autosaves that are written by this thread: another engine of the same process is no crash. */
const LIVING = new Set<string>();

/** Autosaves, one file for each running engine; what a dead process left behind is offered back. */
export class RecoveryStore {
  readonly #id = randomUUID();
  #written = false;

  constructor(
    private readonly fs: PatchFs,
    private readonly folder: string,
  ) {
    LIVING.add(this.#id);
  }

  async write(work: SavedWork): Promise<void> {
    await this.fs.mkdir(this.folder, { recursive: true });
    const stored: Stored = { ...work, process: ownProcess() };
    await writeAtomic(this.fs, this.#fileOf(this.#id), JSON.stringify(stored));
    this.#written = true;
  }

  /** There is no unsaved work any more. */
  async clear(): Promise<void> {
    if (!this.#written) return;
    this.#written = false;
    await this.fs.unlink(this.#fileOf(this.#id)).catch(() => undefined);
  }

  /** The engine stops: what is still there belongs to nobody and is offered at the next start. */
  release(): void {
    LIVING.delete(this.#id);
  }

  /** What dead processes left behind, the newest first. */
  async list(): Promise<readonly Recovery[]> {
    const names = await this.fs.readdir(this.folder).catch((): string[] => []);
    const ids = names.flatMap(name => FILE.exec(name)?.[1] ?? []);
    const found = await Promise.all(ids.map(async id => ({ id, stored: await this.#read(id) })));
    return found
      .flatMap(({ id, stored }) => {
        if (!stored || this.#lives(id, stored)) return [];
        return [{ id, path: stored.path, name: stored.name, savedAt: stored.savedAt }];
      })
      .sort((a, b) => b.savedAt - a.savedAt);
  }

  /** Rejects with `patch.unknown-recovery`. */
  async read(id: string): Promise<SavedWork> {
    const stored = FILE.test(`${id}.json`) ? await this.#read(id) : undefined;
    if (!stored || this.#lives(id, stored)) throw fail('patch.unknown-recovery', { id });
    return stored;
  }

  async discard(id: string): Promise<void> {
    await this.read(id);
    await this.fs.unlink(this.#fileOf(id));
  }

  #lives(id: string, { process: mark }: Stored): boolean {
    return mark.pid === process.pid ? LIVING.has(id) : isAlive(mark);
  }

  async #read(id: string): Promise<Stored | undefined> {
    try {
      const value: unknown = JSON.parse(await this.fs.readFile(this.#fileOf(id), 'utf8'));
      return isStored(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  #fileOf(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { path, name, savedAt, text, process: mark } = value as Partial<Record<keyof Stored, unknown>>;
  if (typeof mark !== 'object' || mark === null || typeof name !== 'string') return false;
  if (path !== undefined && typeof path !== 'string') return false;
  return (
    typeof savedAt === 'number' && typeof text === 'string' && typeof (mark as ProcessMark).pid === 'number'
  );
}
