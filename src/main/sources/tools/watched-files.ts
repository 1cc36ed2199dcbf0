import { stat } from 'node:fs/promises';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';

/** How often files are looked at, in ms. Events of the system are lost on network drives; a look is cheap. */
export const LOOK_EVERY = 1000;

export interface WatchedFiles {
  /** Look at files that are new in the list: what becomes of them from now on is told. Call it before they are read. */
  note(): Promise<void>;
  stop: Dispose;
}

/**
 * Tell when one of the files is another: changed, gone, or there again. Resolves when each has been looked at for the
 * first time; read them only then, or a change between reading and looking is never told.
 */
export async function watchFiles(
  clock: Clock,
  files: () => readonly string[],
  onChange: () => Promise<void> | void,
  every = LOOK_EVERY,
): Promise<WatchedFiles> {
  const stamps = new Map<string, string>();
  let looking = false;
  const note = async () => {
    for (const file of files()) if (!stamps.has(file)) stamps.set(file, await stampOf(file));
  };
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      let changed = false;
      for (const file of files()) {
        const stamp = await stampOf(file);
        changed ||= stamps.has(file) && stamps.get(file) !== stamp;
        stamps.set(file, stamp);
      }
      if (changed) await onChange();
    } finally {
      looking = false;
    }
  };
  await note();
  return { note, stop: clock.every(every, () => void look()) };
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
}
