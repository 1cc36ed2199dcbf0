import type { Fault } from '../../link/messages.ts';

const FRAME = /(?:\(|at )([^()<>\s]+\.[cm]?[jt]s):(\d+)(?::(\d+))?\)?$/;

/** The place of the topmost frame that is the user's own file. */
export function placeOf(stack: string): Pick<Fault, 'file' | 'line' | 'column'> {
  for (const line of stack.split('\n')) {
    const frame = FRAME.exec(line.trim());
    if (frame?.[1] !== undefined && frame[1] !== RUNTIME_FILE) {
      const column = frame[3] === undefined ? {} : { column: Number(frame[3]) };
      return { file: frame[1], line: Number(frame[2]), ...column };
    }
  }
  return {};
}

/** File name of the runtime in stacks. */
export const RUNTIME_FILE = 'crosspatch-runtime.js';

/** A stack without the frames that are not the user's. */
export function userStack(stack: string): string {
  return stack
    .split('\n')
    .filter(line => line.trim() !== '' && !line.includes(RUNTIME_FILE) && !line.includes('<entry'))
    .join('\n');
}
