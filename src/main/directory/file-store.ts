import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JsonStore } from '../../shared/directory/json-store.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { systemCode, systemReason } from '../../shared/error/system-reason.ts';
import type { JsonValue } from '../../shared/patch/document.ts';
import type { Logger } from '../../shared/plugin/common.ts';

export interface FileStore extends JsonStore {
  /** Everything that was written so far is on the disk, or could not be. */
  settled(): Promise<unknown>;
}

/** A JSON file that is replaced as a whole: a crash while writing leaves the old one. Write rejects with `file.unwritable`. */
export function fileStore(path: string, log: Logger): FileStore {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    settled: () => turn,
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as JsonValue;
      } catch (thrown) {
        if (systemCode(thrown) === 'ENOENT') return undefined;
        log.warn(`${path} could not be read (${systemReason(thrown)}); it is kept as ${path}.bad`);
        await rename(path, `${path}.bad`).catch(() => undefined);
        return undefined;
      }
    },
    write(value) {
      const text = `${JSON.stringify(value, null, 2)}\n`;
      const done = turn.then(() => replace(path, text));
      turn = done.catch(() => undefined);
      return done;
    },
  };
}

async function replace(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  } catch (thrown) {
    throw fail('file.unwritable', { file: path, reason: systemReason(thrown) }, thrown);
  }
}
