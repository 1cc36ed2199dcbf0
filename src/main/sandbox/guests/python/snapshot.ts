import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PythonRealm } from './realm.ts';
import { PYTHON_RUNTIME } from './runtime.ts';
import { PYTHON_SOCKETS } from './socket-module.ts';

/** Standard modules that scripts often use: imported once, they cost nothing at every start. */
const WARM =
  'import collections, enum, importlib.abc, functools, importlib.util, itertools, json, linecache, math, random, re, selectors, socket, struct, time, traceback, types';
/** The runtime compiled: the glue runs it where it finds it. JSON's way to write a text is also Python's. */
const COMPILED = `__crosspatch_code = compile(${JSON.stringify(PYTHON_RUNTIME + PYTHON_SOCKETS)}, '<exec>', 'exec')`;
/** No snapshot is smaller: less is a file that was cut off. */
const LEAST_BYTES = 10_000_000;

/** File of the snapshot for this version of Pyodide, this program's way to start it and this version of Node. */
export function snapshotFile(folder: string, maxPages: number): string {
  const { version } = createRequire(import.meta.url)('pyodide/package.json') as { readonly version: string };
  const key = createHash('sha256').update(
    [version, maxPages, WARM, COMPILED, process.versions.v8].join('\n'),
  );
  return join(folder, `python-${version}-${key.digest('hex').slice(0, 12)}.snapshot`);
}

/** The interpreter's memory as it was kept, or undefined when there is none (whole). */
export function readSnapshot(file: string): Uint8Array | undefined {
  try {
    return statSync(file).size < LEAST_BYTES ? undefined : readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Start an interpreter only to keep its memory. Takes about two seconds; never throws. */
export async function makeSnapshot(folder: string, file: string, maxPages: number): Promise<boolean> {
  try {
    const realm = await PythonRealm.boot({
      maxPages,
      snapshot: undefined,
      makeSnapshot: true,
      log: () => undefined,
    });
    realm.python.runPython(WARM);
    realm.python.runPython(COMPILED);
    const data = new Uint8Array(realm.python.makeMemorySnapshot());
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder)) if (old.endsWith('.snapshot')) rmSync(join(folder, old));
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, data);
    renameSync(temporary, file);
    return true;
  } catch {
    return false;
  }
}
