import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EvalFlags, type JSValueHandle, QuickJS, type QuickJSOptions } from 'quickjs-wasi';
import { messageOf } from '../../../../shared/error/coded-error.ts';
import type { Fault, GuestSpec, LoadReport } from '../../link/messages.ts';
import { type GuestEngine, MAX_BATCH, type VmHost, type VmLoad } from '../../worker/guest-vm.ts';
import { capWasmMemory } from '../wasm-memory-cap.ts';
import { hostFunctions } from './host-functions.ts';
import { faultOf, JavaScriptVm } from './javascript-vm.ts';
import { ModuleLoader } from './modules.ts';
import { JAVASCRIPT_RUNTIME } from './runtime.ts';
import { MAX_OUTPUTS, SharedArrays } from './shared-arrays.ts';
import { placeOf, RUNTIME_FILE, userStack } from './stack.ts';
import { SyntaxFault } from './typescript.ts';

const PAGE = 64 * 1024;
const STACK = 256 * 1024;
const MOST_INTERVALS = 1000;

/** JavaScript and TypeScript: a QuickJS machine of its own for every load. */
export class JavaScriptEngine implements GuestEngine {
  #module: { readonly pages: number; readonly compiled: WebAssembly.Module } | undefined;

  async load(host: VmHost, spec: GuestSpec, state: string): Promise<VmLoad> {
    const loader = new ModuleLoader(path => host.source(path));
    const faults: Fault[] = [];
    // A module that throws is a rejected promise too; while loading, what counts is the report.
    let rejected = (_fault: Fault): void => undefined;
    const watch = { position: () => -1 };
    const options: QuickJSOptions = {
      wasm: this.#compiled(spec.limits.memory),
      // Below the cap of the memory itself, so that running out is an exception and not a broken machine.
      memoryLimit: Math.floor(spec.limits.memory * 0.8),
      maxStackSize: STACK,
      interruptHandler: () => host.expired(watch.position()),
      onUnhandledRejection: (_promise, reason, handled) => {
        if (!handled) rejected(rejection(reason));
      },
      moduleLoader: {
        normalize: (base, specifier) =>
          orWords(() => loader.normalize(base, specifier), faults, loader.placeOf(base, specifier)),
        load: name => orWords(() => loader.load(name), faults),
      },
    };
    const quickjs = await QuickJS.create(options);
    const late: { arrays?: SharedArrays } = {};
    const factory = quickjs.evalCode(JAVASCRIPT_RUNTIME, RUNTIME_FILE);
    const functions = hostFunctions(quickjs, host, () => late.arrays);
    const numbers = [MAX_BATCH, MAX_OUTPUTS, MOST_INTERVALS].map(number => quickjs.newNumber(number));
    const runtime = quickjs.callFunction(factory, quickjs.undefined, quickjs.global, functions, ...numbers);
    const arrays = new SharedArrays(quickjs, runtime.getProp('arrays'));
    late.arrays = arrays;
    const vm = new JavaScriptVm(quickjs, host, arrays, runtime);
    watch.position = () => arrays.position();
    const report = await loadModules(quickjs, vm, loader, spec, state, faults);
    rejected = fault => host.fault(fault, -1);
    return { vm, report };
  }

  #compiled(memory: number): WebAssembly.Module {
    const pages = Math.ceil(memory / PAGE);
    if (this.#module?.pages !== pages) {
      const file = createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm');
      const compiled = new WebAssembly.Module(capWasmMemory(readFileSync(file), pages));
      this.#module = { pages, compiled };
    }
    return this.#module.compiled;
  }
}

async function loadModules(
  quickjs: QuickJS,
  vm: JavaScriptVm,
  loader: ModuleLoader,
  spec: GuestSpec,
  state: string,
  faults: Fault[],
): Promise<LoadReport> {
  try {
    for (const { local, name, input, output } of spec.channels) vm.invoke('bind', local, name, input, output);
    for (const path of spec.modules) {
      const file = loader.find(path);
      if (file === undefined) throw `There is no module "${path}"`;
      const entry = quickjs.evalCode(
        `export * from ${JSON.stringify(file)}`,
        '<entry>',
        EvalFlags.TYPE_MODULE,
      );
      quickjs.executePendingJobs();
      if (entry.promiseState === 0) throw `${file} waits at its top level for something that never comes`;
      const settled = await quickjs.resolvePromise(entry);
      if ('error' in settled) throw settled.error;
      vm.invoke('module', file.replace(/\.[cm]?[jt]s$/, '').replaceAll('/', '.'), settled.value, state);
    }
    vm.invoke('begin', spec.defaultHandler ?? '');
    const handlers = spec.channels.filter(channel => vm.bind(channel)).map(channel => channel.local);
    return { ok: true, faults: [], handlers };
  } catch (thrown) {
    const fault = loadFault(thrown);
    // The loader noted the place of what it could not load; the machine only has its words.
    const placed = faults.find(noted => fault.message.includes(noted.message));
    return { ok: false, faults: [placed ?? fault], handlers: [] };
  }
}

function loadFault(thrown: unknown): Fault {
  return isHandle(thrown) ? rejection(thrown, 'load') : faultOf(thrown, 'load');
}
function isHandle(thrown: unknown): thrown is JSValueHandle {
  return typeof thrown === 'object' && thrown !== null && 'ptr' in thrown;
}

/** What a promise was rejected with. */
function rejection(reason: JSValueHandle, kind: Fault['kind'] = 'task'): Fault {
  const read = (name: string) => (reason.isObject ? reason.getProp(name).consume(h => h.toString()) : '');
  try {
    const message = reason.isObject ? `${read('name')}: ${read('message')}` : reason.toString();
    return { kind, message, trace: userStack(read('stack')), ...placeOf(read('stack')) };
  } catch {
    return { kind, message: 'an exception that cannot be shown' };
  }
}

/** Errors of the loader enter the guest as plain words; a syntax fault is kept with its place. */
function orWords<T>(work: () => T, faults: Fault[], place: Pick<Fault, 'file' | 'line'> = {}): T {
  try {
    return work();
  } catch (thrown) {
    const message = messageOf(thrown);
    if (thrown instanceof SyntaxFault) {
      faults.push({ kind: 'load', message, file: thrown.file, line: thrown.line, column: thrown.column });
    } else if (place.file !== undefined) faults.push({ kind: 'load', message, ...place });
    throw message;
  }
}
