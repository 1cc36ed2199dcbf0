import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SoundLimits } from '../audio/limits.ts';
import { readSound } from '../audio/read-sound.ts';
import { writeIntermediate } from '../audio/write-sound.ts';
import { partName } from '../cache/atomic.ts';
import type { Cache } from '../cache/cache.ts';
import type { ModuleTools } from '../module/sound-module.ts';
import { keyOf } from '../query/key.ts';
import type { Task } from './task.ts';

/** What a step may use; everything in it lands where the cleaner can account for it. */
export function moduleTools(
  task: Extract<Task, { kind: 'step' }>,
  cache: Cache,
  limits: SoundLimits,
  progress: (fraction: number) => void,
): ModuleTools {
  return {
    readSound: path => readSound(path, limits),
    writeSound: writeIntermediate,
    progress,
    sources: task.sources,
    kept: (extension, parts, make) => {
      const key = keyOf(['kept', task.inputKey, task.origin.versions, parts]);
      const path = cache.layout.kept(task.module, key, extension);
      if (existsSync(path) && cache.hit(path, task.hours)) return readFileSync(path);
      const bytes = make();
      keep(path, bytes, task, cache);
      return bytes;
    },
  };
}

/** Another step may be at the same file: both write a part of their own, and the last to rename wins. */
function keep(path: string, bytes: Uint8Array, task: Extract<Task, { kind: 'step' }>, cache: Cache): void {
  const part = partName(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(part, bytes);
  cache.announce(path, { ...task.origin, stack: [] }, task.hours);
  renameSync(part, path);
}
