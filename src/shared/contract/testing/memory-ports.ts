import type { Frame, Port } from '../port.ts';

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
