import { type CallAnswer, type CallRequest, callName, CALLS, DATA_BYTES, TEXT_BYTES } from './calls.ts';
import type { ControlBlock } from './control-block.ts';

/** Bytes of the transfer area. */
export const TRANSFER_BYTES = TEXT_BYTES + DATA_BYTES;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text and bytes of the one call that a guest thread may have in progress. */
export class Transfer {
  readonly #text: Uint8Array;
  readonly #data: Uint8Array;

  constructor(
    buffer: SharedArrayBuffer,
    private readonly control: ControlBlock,
  ) {
    this.#text = new Uint8Array(buffer, 0, TEXT_BYTES);
    this.#data = new Uint8Array(buffer, TEXT_BYTES, DATA_BYTES);
  }

  /** Guest: write a question. The state word is set by the caller, last. */
  writeRequest(request: CallRequest): void {
    const control = this.control;
    control.set('callOp', CALLS[request.op]);
    control.set('callA', request.a);
    control.set('callB', request.b);
    control.set('callTimeout', request.timeout < 0 ? -1 : Math.min(2 ** 30, Math.round(request.timeout)));
    this.#write(request.text, request.data);
  }

  /** Host: read the question; undefined when it is none that exists. */
  readRequest(): CallRequest | undefined {
    const control = this.control;
    const op = callName(control.get('callOp'));
    if (op === undefined) return undefined;
    const a = control.get('callA');
    const b = control.get('callB');
    return { op, a, b, timeout: control.get('callTimeout'), ...this.#read() };
  }

  /** Host: write the answer and let the guest go on. */
  answer(given: CallAnswer): void {
    this.control.set('callResult', given.result);
    this.#write(given.text, given.data);
    this.control.set('callState', 2);
    this.control.notify('callState');
  }

  /** Guest: read the answer. */
  readAnswer(): CallAnswer {
    return { result: this.control.get('callResult'), ...this.#read() };
  }

  #write(text: string, data: Uint8Array): void {
    const length = Math.min(data.length, this.#data.length);
    this.#data.set(data.length > length ? data.subarray(0, length) : data);
    const bytes = encoder.encode(text).subarray(0, TEXT_BYTES);
    this.#text.set(bytes);
    this.control.set('callText', bytes.length);
    this.control.set('callData', length);
  }

  /** Copies, because the other side may change shared memory while it is read. Lengths are clamped for that reason. */
  #read(): { text: string; data: Uint8Array } {
    const textLength = clampLength(this.control.get('callText'), TEXT_BYTES);
    const dataLength = clampLength(this.control.get('callData'), DATA_BYTES);
    return { text: decoder.decode(this.#text.slice(0, textLength)), data: this.#data.slice(0, dataLength) };
  }
}

function clampLength(length: number, most: number): number {
  return Math.max(0, Math.min(most, length));
}
