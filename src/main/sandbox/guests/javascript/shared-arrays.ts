import type { JSValueHandle, QuickJS } from 'quickjs-wasi';
import { MAX_BATCH } from '../../worker/guest-vm.ts';
import { exportsOf } from './exports.ts';

/** Outputs that the guest gathers before it calls out. */
export const MAX_OUTPUTS = 1024;

const NAMES = ['inLocals', 'inValues', 'outLocals', 'outValues', 'outPositions', 'progress'] as const;

/** The runtime's typed arrays, seen from outside of the guest: events go in and out without a call each. */
export class SharedArrays {
  readonly #memory: WebAssembly.Memory;
  readonly #at: readonly number[];
  #buffer: ArrayBuffer | undefined;
  #inLocals = new Uint32Array();
  #inValues = new Float64Array();
  #progress = new Int32Array();
  outLocals = new Uint32Array();
  outValues = new Float64Array();
  outPositions = new Int32Array();

  constructor(vm: QuickJS, arrays: JSValueHandle) {
    this.#memory = exportsOf(vm).memory;
    this.#at = NAMES.map(name => addressOf(vm, arrays.getProp(name)));
    this.refresh();
  }

  /** Memory that grew is another buffer. */
  refresh(): void {
    const { buffer } = this.#memory;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    const [inLocals, inValues, outLocals, outValues, outPositions, progress] = this.#at;
    this.#inLocals = new Uint32Array(buffer, inLocals, MAX_BATCH);
    this.#inValues = new Float64Array(buffer, inValues, MAX_BATCH);
    this.outLocals = new Uint32Array(buffer, outLocals, MAX_OUTPUTS);
    this.outValues = new Float64Array(buffer, outValues, MAX_OUTPUTS);
    this.outPositions = new Int32Array(buffer, outPositions, MAX_OUTPUTS);
    this.#progress = new Int32Array(buffer, progress, 1);
  }

  put(index: number, local: number, value: number): void {
    this.refresh();
    this.#inLocals[index] = local;
    this.#inValues[index] = value;
  }

  /** Index of the event that is being handled, or was last. */
  position(): number {
    this.refresh();
    return this.#progress[0] ?? 0;
  }
}

function addressOf(vm: QuickJS, array: JSValueHandle): number {
  const exports = exportsOf(vm);
  const scratch = exports.wasm_malloc(16);
  const buffer = exports.qjs_get_typed_array_buffer(array.ptr, scratch, scratch + 4, scratch + 8);
  const address = exports.qjs_get_array_buffer(buffer, scratch + 12);
  exports.qjs_free_value(buffer);
  exports.wasm_free(scratch);
  return address;
}
