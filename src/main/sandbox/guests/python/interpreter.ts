import type { LogLevel } from '../../../../shared/plugin/common.ts';
import { CALLS, type CallName, DATA_BYTES, NO_BYTES } from '../../link/calls.ts';
import type { FaultKind } from '../../link/messages.ts';
import { MAX_BATCH, type VmHost } from '../../worker/guest-vm.ts';
import type { PythonRealm } from './realm.ts';
import { GLUE_SOURCE } from './realm-source.ts';
import { PYTHON_RUNTIME } from './runtime.ts';
import { PYTHON_SOCKETS } from './socket-module.ts';

const OUTPUTS = 1024;
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** Brand check of another realm's buffer: throws for anything that only looks like one. */
const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

interface Glue {
  heap(): ArrayBuffer;
  invoke(name: string, ...args: (number | string)[]): unknown;
}
type GlueFactory = (
  python: unknown,
  host: Readonly<Record<string, (...args: never[]) => unknown>>,
  runtime: string,
  transfer: Uint8Array,
  interrupt: Uint8Array,
) => Glue;

/** The interpreter with the runtime in it, from the host's side: numbers and texts in and out. */
export class Interpreter {
  /** Set to 2 from outside to raise KeyboardInterrupt. */
  readonly interrupt: SharedArrayBuffer;
  readonly #glue: Glue;
  readonly #transfer: Uint8Array;
  readonly #addresses: readonly number[];
  readonly #interruptByte: Uint8Array;
  #host: VmHost | undefined;
  #answerText = '';
  #heap: ArrayBuffer | undefined;
  #inLocals = new Uint32Array();
  #inValues = new Float64Array();
  #outLocals = new Uint32Array();
  #outValues = new Float64Array();
  #outPositions = new Int32Array();

  constructor(realm: PythonRealm) {
    const { api } = realm;
    const transfer = api.bytes(DATA_BYTES);
    // The host's own view of the realm's memory: no method of the realm is called to read it.
    this.#transfer = new Uint8Array(transfer.buffer as ArrayBuffer, 0, DATA_BYTES);
    this.interrupt = api.shared(8);
    this.#interruptByte = new Uint8Array(this.interrupt, 0, 1);
    const interruptView = realm.run('(buffer => new Uint8Array(buffer, 0, 1))', 'view.js') as (
      buffer: SharedArrayBuffer,
    ) => Uint8Array;
    const factory = realm.run(GLUE_SOURCE, 'glue.js') as GlueFactory;
    const runtime = PYTHON_RUNTIME + PYTHON_SOCKETS;
    this.#glue = factory(realm.python, this.#functions(), runtime, transfer, interruptView(this.interrupt));
    const addresses = String(this.#glue.invoke('addresses')).split(',').map(Number);
    if (addresses.length !== 5 || !addresses.every(Number.isInteger))
      throw new Error('the runtime did not start');
    this.#addresses = addresses;
  }

  /** Call a function of the runtime on behalf of an instance. Throws when the interpreter is broken beyond repair. */
  invoke(name: string, host: VmHost, ...args: (number | string)[]): number | string {
    this.#host = host;
    this.#interruptByte[0] = 0;
    const result = this.#glue.invoke(name, ...args);
    if (result === -2) throw new Error('the Python interpreter broke');
    return typeof result === 'number' || typeof result === 'string' ? result : 0;
  }

  put(index: number, local: number, value: number): void {
    if (index === 0) this.#refresh();
    this.#inLocals[index] = local;
    this.#inValues[index] = value;
  }

  memory(): number {
    this.#refresh();
    return this.#heap?.byteLength ?? 0;
  }

  /** Memory that grew is another buffer. What is not a buffer at all is a trick, and ends the guest. */
  #refresh(): void {
    const heap = this.#glue.heap();
    byteLength?.call(heap);
    if (heap === this.#heap && heap.byteLength > 0) return;
    this.#heap = heap;
    const [inLocals, inValues, outLocals, outValues, outPositions] = this.#addresses;
    this.#inLocals = new Uint32Array(heap, inLocals, MAX_BATCH);
    this.#inValues = new Float64Array(heap, inValues, MAX_BATCH);
    this.#outLocals = new Uint32Array(heap, outLocals, OUTPUTS);
    this.#outValues = new Float64Array(heap, outValues, OUTPUTS);
    this.#outPositions = new Int32Array(heap, outPositions, OUTPUTS);
  }

  #emit(count: number): void {
    if (!(count >= 0 && count <= OUTPUTS)) return;
    this.#refresh();
    for (let i = 0; i < count; i++) {
      this.#host?.emit(this.#outLocals[i] ?? -1, this.#outValues[i] ?? NaN, this.#outPositions[i] ?? -1);
    }
  }

  #ask(op: string, a: number, b: number, text: string, size: number, timeout: number): number {
    const host = this.#host;
    if (!host || !Object.hasOwn(CALLS, op)) return -1;
    const length = Math.max(0, Math.min(DATA_BYTES, size));
    const data = length > 0 ? this.#transfer.slice(0, length) : NO_BYTES;
    const answer = host.call(op as CallName, a, b, text, data, timeout);
    this.#answerText = answer.text;
    this.#transfer.set(answer.data);
    return answer.result;
  }

  /** What Python may call. All of it is handed to the realm's glue, which lets primitives through only. */
  #functions(): Parameters<GlueFactory>[1] {
    return {
      now: () => this.#host?.now() ?? 0,
      schedule: (at: number) => void this.#host?.schedule(at),
      emit: (count: number) => this.#emit(count),
      print: (level: string, text: string) => {
        this.#host?.log(LEVELS.find(known => known === level) ?? 'info', text);
      },
      fault: (kind: string, position: number, message: string, file: string, line: number, trace: string) => {
        const place = file === '' ? {} : { file, line, trace };
        const interrupted = message.startsWith('interrupted');
        this.#host?.fault({ kind: kind as FaultKind, message, ...place, interrupted }, position);
      },
      ask: (op: string, a: number, b: number, text: string, size: number, timeout: number) =>
        this.#ask(op, a, b, text, size, timeout),
      text: () => this.#answerText,
      source: (path: string) => this.#host?.source(path),
    };
  }
}
