/** JSON messages of the contract. Live values travel beside them as binary frames. */
export type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly t: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly t: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly t: 'event'; readonly name: string; readonly payload: unknown };

/** A refused or failed call: a coded error as data. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** What a transport moves. */
export type Frame = Message | ArrayBuffer;

/** One end of a transport. A MessagePort, a WebSocket and a pair in memory look alike through it. */
export interface Port {
  post(frame: Frame): void;
  onFrame(listener: (frame: Frame) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
