import type { JSValueHandle, QuickJS } from 'quickjs-wasi';
import type { LogLevel } from '../../../../shared/plugin/common.ts';
import { type CallAnswer, CALLS, type CallName, NO_BYTES } from '../../link/calls.ts';
import type { FaultKind } from '../../link/messages.ts';
import type { VmHost } from '../../worker/guest-vm.ts';
import { MAX_OUTPUTS, type SharedArrays } from './shared-arrays.ts';
import { placeOf, userStack } from './stack.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const encoder = new TextEncoder();

/** The object that the runtime calls out through. Only numbers, texts and bytes cross. */
export function hostFunctions(
  vm: QuickJS,
  host: VmHost,
  arrays: () => SharedArrays | undefined,
): JSValueHandle {
  const object = vm.newObject();
  const define = (name: string, fn: (...args: JSValueHandle[]) => JSValueHandle) => {
    const guarded = (...args: JSValueHandle[]) => {
      try {
        return fn(...args);
      } catch (thrown) {
        // A text, never an error object: its stack would show the host's files to the guest.
        throw thrown instanceof Error ? `${name} failed` : thrown;
      }
    };
    const handle = vm.newFunction(`crosspatch.${name}`, guarded);
    vm.setProp(object, name, handle);
    handle.dispose();
  };
  let last: CallAnswer = { result: 0, text: '', data: NO_BYTES };
  define('now', () => vm.newNumber(host.now()));
  define('schedule', at => (host.schedule(numberOf(at, 0)), vm.undefined));
  define('emit', count => (emit(host, arrays(), numberOf(count, 0)), vm.undefined));
  define('utf8', text => bytesHandle(vm, encoder.encode(textOf(text))));
  define('text', () => vm.newString(last.text));
  define('data', () => bytesHandle(vm, last.data));
  define('print', (level, text, stack) => {
    const { file, line } = placeOf(textOf(stack));
    const place = file === undefined ? '' : `${file}:${line ?? 0}: `;
    host.log(LEVELS.find(known => known === textOf(level)) ?? 'info', place + textOf(text));
    return vm.undefined;
  });
  define('fault', (kind, position, message, stack) => {
    const trace = textOf(stack);
    const fault = { kind: textOf(kind) as FaultKind, message: textOf(message), ...placeOf(trace) };
    host.fault({ ...fault, trace: userStack(trace) }, numberOf(position, -1));
    return vm.undefined;
  });
  define('call', (op, a, b, text, data, timeout) => {
    const name = textOf(op);
    if (!Object.hasOwn(CALLS, name)) return vm.newNumber(-1);
    const bytes = data?.isObject === true ? data.toUint8Array() : undefined;
    last = host.call(
      name as CallName,
      numberOf(a, 0),
      numberOf(b, 0),
      textOf(text),
      bytes,
      numberOf(timeout, -1),
    );
    return vm.newNumber(last.result);
  });
  return object;
}

function emit(host: VmHost, arrays: SharedArrays | undefined, count: number): void {
  if (!arrays || !(count >= 0 && count <= MAX_OUTPUTS)) return;
  arrays.refresh();
  const { outLocals, outValues, outPositions } = arrays;
  for (let i = 0; i < count; i++) host.emit(outLocals[i] ?? -1, outValues[i] ?? NaN, outPositions[i] ?? -1);
}

function bytesHandle(vm: QuickJS, bytes: Uint8Array): JSValueHandle {
  return vm.newUint8Array(bytes);
}
function numberOf(handle: JSValueHandle | undefined, otherwise: number): number {
  return handle?.isNumber === true ? handle.toNumber() : otherwise;
}
function textOf(handle: JSValueHandle | undefined): string {
  return handle?.isString === true ? handle.toString() : '';
}
