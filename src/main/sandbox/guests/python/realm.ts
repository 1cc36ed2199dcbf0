import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Context, constants, createContext, Script } from 'node:vm';
import { capWasmMemory } from '../wasm-memory-cap.ts';
import { BOOT_SOURCE, REALM_SOURCE } from './realm-source.ts';

/** The realm's own helpers; every object that they return belongs to the realm. */
interface RealmApi {
  setup(host: {
    now(): number;
    log(text: string): void;
    random(): number;
    later(id: number, ms: number): void;
  }): void;
  fire(id: number): void;
  file(name: string, size: number): Uint8Array;
  bytes(size: number): Uint8Array;
  shared(size: number): SharedArrayBuffer;
  lock(): void;
}

/** The interpreter as the realm sees it; the host never looks into it. */
export interface Interpreter {
  runPython(code: string): unknown;
  makeMemorySnapshot(): Uint8Array;
}

export interface RealmOptions {
  /** Pages of 64 KiB that the interpreter may have. */
  readonly maxPages: number;
  readonly snapshot: Uint8Array | undefined;
  /** Start in the way that a snapshot needs. */
  readonly makeSnapshot: boolean;
  readonly log: (text: string) => void;
}

/** CPython in a bare V8 context: no process, no require, no fetch, no import(), no eval. */
export class PythonRealm {
  private constructor(
    readonly api: RealmApi,
    readonly python: Interpreter,
    private readonly context: Context,
  ) {}

  static async boot(options: RealmOptions): Promise<PythonRealm> {
    const context = createContext(constants.DONT_CONTEXTIFY ?? Object.create(null), {
      name: 'python',
      codeGeneration: { strings: false, wasm: true },
    });
    const run = (source: string, name: string): unknown =>
      new Script(source, { filename: `guest:${name}` }).runInContext(context);
    const api = run(REALM_SOURCE, 'realm.js') as RealmApi;
    const word = new Uint32Array(1);
    api.setup({
      now: () => performance.now(),
      log: text => options.log(text),
      random: () => randomFillSync(word)[0] ?? 0,
      later: (id, ms) => void setTimeout(() => api.fire(id), ms),
    });
    const lock = loadPyodide(api, run, options.maxPages);
    const boot = run(BOOT_SOURCE, 'boot.js') as (
      lock: string,
      snapshot: Uint8Array | undefined,
      makeSnapshot: boolean,
    ) => Promise<Interpreter>;
    const python = await boot(lock, ownBytes(api, options.snapshot), options.makeSnapshot);
    api.lock();
    return new PythonRealm(api, python, context);
  }

  /** Evaluate source text in the realm. */
  run(source: string, name: string): unknown {
    return new Script(source, { filename: `guest:${name}` }).runInContext(this.context);
  }
}

/** Run Pyodide's own two scripts; its lock file without any package, so that nothing can be fetched. */
function loadPyodide(
  api: RealmApi,
  run: (source: string, name: string) => unknown,
  maxPages: number,
): string {
  const folder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const read = (name: string) => readFileSync(join(folder, name));
  const put = (name: string, data: Uint8Array) => api.file(`/py/${name}`, data.length).set(data);
  put('pyodide.asm.wasm', capWasmMemory(read('pyodide.asm.wasm'), maxPages));
  put('python_stdlib.zip', read('python_stdlib.zip'));
  const machine = withoutImports(read('pyodide.asm.mjs').toString());
  run(
    replaceOnce(
      machine,
      /export default _createPyodideModule;/,
      ';globalThis.__create=_createPyodideModule;',
    ),
    'pyodide.asm.js',
  );
  const loader = withoutImports(read('pyodide.mjs').toString());
  const exported = /export\{(\w+) as loadPyodide,\w+ as version\};/;
  run(`(()=>{${replaceOnce(loader, exported, ';globalThis.__loadPyodide=$1;')}\n})()`, 'pyodide.js');
  const { info } = JSON.parse(read('pyodide-lock.json').toString()) as { readonly info: unknown };
  return JSON.stringify({ info, packages: {} });
}

/** No way to load a module stays in the text: the cuts are checked, because a new version may be written otherwise. */
function withoutImports(source: string): string {
  return source
    .replaceAll('import.meta.url', '"file:///py/x.mjs"')
    .replaceAll('await import(', 'await __noimport(')
    .replaceAll(/\bimport\((?=e\)|"|`)/g, '__noimport(');
}

function replaceOnce(source: string, pattern: RegExp, by: string): string {
  if (!pattern.test(source)) throw new Error(`Pyodide is not as expected: ${pattern.source} is missing`);
  return source.replace(pattern, by);
}

function ownBytes(api: RealmApi, data: Uint8Array | undefined): Uint8Array | undefined {
  if (!data) return undefined;
  const bytes = api.bytes(data.length);
  bytes.set(data);
  return bytes;
}
