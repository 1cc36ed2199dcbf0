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

/** Two ports joined in memory: what is posted on one arrives at the other in a later microtask. */
export function memoryPorts(): readonly [Port, Port] {
  const a = new MemoryPort();
  const b = new MemoryPort();
  a.other = b;
  b.other = a;
  return [a, b];
}

class MemoryPort implements Port {
  other: MemoryPort | undefined;
  readonly #frames: ((frame: Frame) => void)[] = [];
  readonly #closed: (() => void)[] = [];
  #open = true;

  post(frame: Frame): void {
    const other = this.other;
    if (!this.#open || !other) return;
    queueMicrotask(() => {
      for (const listener of other.#frames) listener(frame);
    });
  }
  onFrame(listener: (frame: Frame) => void): void {
    this.#frames.push(listener);
  }
  onClose(listener: () => void): void {
    this.#closed.push(listener);
  }
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const listener of this.#closed) listener();
    this.other?.close();
  }
}
