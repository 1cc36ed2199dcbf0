interface Open {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Calls into a thread that have no answer yet. */
export class OpenCalls {
  readonly #open = new Map<unknown, Open>();
  #last = 0;

  /** Begin a call; `send` gets its number, and may throw. */
  begin(send: (call: number) => void): Promise<unknown> {
    const call = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(call, { resolve, reject });
      try {
        send(call);
      } catch (thrown) {
        this.#open.delete(call);
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    });
  }

  /** False when nobody waits for that call: `call` comes from outside and may be anything. */
  resolve(call: unknown, value: unknown): boolean {
    const open = this.#take(call);
    open?.resolve(value);
    return open !== undefined;
  }

  /** As `resolve`. */
  reject(call: unknown, error: Error): boolean {
    const open = this.#take(call);
    open?.reject(error);
    return open !== undefined;
  }

  rejectAll(error: Error): void {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const open of all) open.reject(error);
  }

  #take(call: unknown): Open | undefined {
    const open = this.#open.get(call);
    this.#open.delete(call);
    return open;
  }
}
