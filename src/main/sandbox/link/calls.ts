/** What guest code may ask of the host while it waits. The numbers go over the control block. */
export const CALLS = {
  /** Text of a module file; a = 0. */
  source: 1,
  socket: 2,
  connect: 3,
  bind: 4,
  listen: 5,
  accept: 6,
  recv: 7,
  send: 8,
  sendto: 9,
  close: 10,
  shutdown: 11,
  localName: 12,
  peerName: 13,
  manage: 14,
  option: 15,
  select: 16,
  resolve: 17,
  sleep: 18,
  /** Whether a managed socket still has something to read. */
  ready: 19,
} as const;

export type CallName = keyof typeof CALLS;

const NAMES = new Map<number, CallName>(Object.entries(CALLS).map(([name, op]) => [op, name as CallName]));

/** The name of a call's number, or undefined when a guest made it up. */
export function callName(op: number): CallName | undefined {
  return NAMES.get(op);
}

/** Text of one call, at most. */
export const TEXT_BYTES = 16 * 1024;
/** Bytes of one call, at most. */
export const DATA_BYTES = 1024 * 1024;

/** A call as the host sees it. */
export interface CallRequest {
  readonly op: CallName;
  readonly a: number;
  readonly b: number;
  /** Milliseconds; below 0 = no limit asked for. */
  readonly timeout: number;
  readonly text: string;
  readonly data: Uint8Array;
}

/** `result` below 0 is a failure: `text` is then "ECODE words". */
export interface CallAnswer {
  readonly result: number;
  readonly text: string;
  readonly data: Uint8Array;
}

export const NO_BYTES = new Uint8Array(0);

export function answer(result: number, text = '', data: Uint8Array = NO_BYTES): CallAnswer {
  return { result, text, data };
}
/** A failed call. `code` is a POSIX name such as ECONNREFUSED. */
export function refusal(code: string, words = ''): CallAnswer {
  return { result: -1, text: `${code} ${words}`, data: NO_BYTES };
}
