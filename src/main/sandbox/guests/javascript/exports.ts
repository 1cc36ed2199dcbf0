import type { QuickJS } from 'quickjs-wasi';

/** Exports of the QuickJS binary that reach a typed array's memory; the package keeps them to itself. */
export interface QuickJsExports {
  readonly memory: WebAssembly.Memory;
  wasm_malloc(size: number): number;
  wasm_free(address: number): void;
  qjs_free_value(value: number): void;
  qjs_get_typed_array_buffer(value: number, offset: number, length: number, bytesPerElement: number): number;
  qjs_get_array_buffer(value: number, length: number): number;
}

export function exportsOf(vm: QuickJS): QuickJsExports {
  return (vm as unknown as { readonly exports: QuickJsExports }).exports;
}
